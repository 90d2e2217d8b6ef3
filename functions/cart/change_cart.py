"""Put a line into a cart or take it out, or say how much credit is to be used, beside any number of other
tabs doing the same."""

from collections.abc import Callable
from functools import partial

from functions.cart import store
from functions.cart.cart import Cart, CartChanged, CheckoutInProgress, Line
from functions.catalog import store as catalog
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.errors import BusinessError

TRIES = 10
PAUSE_SECONDS = 0.005

Change = Callable[[Cart], Cart]


class NotSold(BusinessError):
    """The shop does not sell this SKU."""


def put_line(owner: str, line: Line, if_match: int | None) -> Cart:
    """The changed cart. `if_match` is the version that the cart has to have, if any.

    Raises NotSold, UnknownChoice, CartFull, CartChanged, CheckoutInProgress, Contended.
    """
    product = catalog.products().get(line.sku)
    if product is None:
        raise NotSold(line.sku)
    product.price(line.options)
    return _changed(owner, lambda cart: cart.with_line(line), if_match)


def delete_line(owner: str, line_id: str, if_match: int | None) -> Cart:
    """The changed cart; a line that is not there is fine. Raises CartChanged, CheckoutInProgress,
    Contended."""
    return _changed(owner, lambda cart: cart.without_line(line_id), if_match)


def put_credit(owner: str, amount_for: Callable[[Cart], int], if_match: int | None) -> Cart:
    """The changed cart: `amount_for` says how much credit it is to use as it stands, in minor units, 0 for
    none. Raises CartChanged, CheckoutInProgress, Contended, and what `amount_for` raises."""
    return _changed(owner, lambda cart: cart.with_credit(amount_for(cart)), if_match)


def _changed(owner: str, change: Change, if_match: int | None) -> Cart:
    attempt = partial(_change, owner, change, if_match)
    refusals = (store.CartMoved,)
    return contend(attempt, "change a cart", tries=TRIES, pause=PAUSE_SECONDS, refusals=refusals)


def _change(owner: str, change: Change, if_match: int | None) -> Cart:
    now = clock.now()
    seen = store.load(owner, now)
    if if_match is not None and if_match != seen.version:
        raise CartChanged(seen.version)
    changed = change(seen)
    if changed == seen:
        return seen
    if seen.checkout is not None:
        raise CheckoutInProgress(seen.checkout)
    store.save(changed, seen, now)
    return changed

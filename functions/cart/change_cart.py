"""Put a line into a cart or take it out, choose its delivery, enter a code, or say how much credit is to be
used, beside any number of other tabs doing the same."""

from collections.abc import Callable
from functools import partial

from functions.cart import store
from functions.cart.cart import Cart, CartChanged, CheckoutInProgress, Delivery, Line
from functions.catalog import store as catalog
from functions.pricing.discounts import Why
from functions.pricing.quote import NotDelivered, Quote
from functions.pricing.quoting import PricesUnavailable
from functions.pricing.store import shop_of
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.errors import BusinessError

TRIES = 10
PAUSE_SECONDS = 0.005

Change = Callable[[Cart], Cart]


_WHY_NOT = {
    Why.UNKNOWN: "There is no such code.",
    Why.NOT_YET: "This code is not good yet.",
    Why.EXPIRED: "This code is not good any more.",
    Why.USED_UP: "This code was used as often as it may be.",
    Why.MINIMUM_NOT_MET: "The goods that this code is for do not cost enough yet.",
    Why.NOT_WITH_OTHERS: "This code does not go with those of the cart; take them out first.",
    Why.NOTHING_TO_DISCOUNT: "There is nothing in the cart that this code makes cheaper.",
}


class NotSold(BusinessError):
    """The shop does not sell this SKU."""


class CodeNotApplicable(BusinessError):
    """The code takes nothing off this cart: `why`."""

    def __init__(self, why: Why) -> None:
        super().__init__(_WHY_NOT[why])
        self.why = why


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


def choose_delivery(owner: str, delivery: Delivery, if_match: int | None) -> Cart:
    """The changed cart. Raises NotDelivered if that method does not go there, CartChanged,
    CheckoutInProgress, Contended."""
    options = shop_of(catalog.offer()).methods_to(delivery.place)
    if delivery.method not in {method.method for method in options}:
        raise NotDelivered(options)
    return _changed(owner, lambda cart: cart.with_delivery(delivery), if_match)


def enter_code(owner: str, code: str, if_match: int | None, quoted_for: Callable[[Cart], Quote]) -> Cart:
    """The changed cart; a code that is there is fine. `quoted_for` says what a cart costs; while nobody can,
    a code stands in it unheard. Raises CodeNotApplicable, TooManyCodes, CartChanged, CheckoutInProgress,
    Contended."""

    def entered(cart: Cart) -> Cart:
        with_code = cart.with_code(code)
        if with_code == cart:
            return cart
        try:
            quoted = quoted_for(with_code)
        except PricesUnavailable:
            return with_code
        for said in quoted.codes:
            if said.code == code and said.why:
                raise CodeNotApplicable(said.why)
        return with_code

    return _changed(owner, entered, if_match)


def remove_code(owner: str, code: str, if_match: int | None) -> Cart:
    """The changed cart; a code that is not there is fine. Raises CartChanged, CheckoutInProgress,
    Contended."""
    return _changed(owner, lambda cart: cart.without_code(code), if_match)


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

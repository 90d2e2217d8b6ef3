"""Put a line into a cart or take it out, beside any number of other tabs doing the same."""

from collections.abc import Callable

from functions.cart import store
from functions.cart.cart import Cart, CartFull, Line
from functions.catalog import store as catalog
from functions.catalog.product import UnknownChoice
from functions.shared import clock
from functions.shared.problems import Problem, try_again, unprocessable

TRIES = 10

Change = Callable[[Cart], Cart]


def put_line(owner: str, line: Line, if_match: int | None) -> Cart:
    """Raises Problem: 422 for an unknown SKU or choice, 409 while an order claims the cart, 412 if the
    version is not the one asked for."""
    product = catalog.products().get(line.sku)
    if product is None:
        raise unprocessable(f"sku: the shop does not sell {line.sku!r}.")
    try:
        product.price(line.options)
    except UnknownChoice as wrong:
        raise unprocessable(f"options: {wrong}.") from wrong
    return _change(owner, lambda cart: cart.with_line(line), if_match)


def delete_line(owner: str, line_id: str, if_match: int | None) -> Cart:
    """Raises Problem as put_line does; a line that is not there is fine."""
    return _change(owner, lambda cart: cart.without_line(line_id), if_match)


def _change(owner: str, change: Change, if_match: int | None) -> Cart:
    for attempt in range(TRIES):
        now = clock.now()
        seen = store.load(owner, now)
        if if_match is not None and if_match != seen.version:
            raise cart_changed(seen, 412)
        try:
            changed = change(seen)
        except CartFull as full:
            raise unprocessable(f"{full}.".capitalize()) from full
        if changed == seen:
            return seen
        if seen.checkout is not None:
            raise checkout_in_progress(seen.checkout)
        try:
            store.save(changed, seen, now)
        except store.CartMoved:
            clock.pause(0.005 * attempt)
            continue
        return changed
    raise try_again("The cart is being changed from many places at once.")


def cart_changed(cart: Cart, status: int) -> Problem:
    return Problem(status, "cart-changed", f"The cart is at version {cart.version}.", version=cart.version)


def checkout_in_progress(order_id: str) -> Problem:
    return Problem(
        409, "checkout-in-progress", "An order of this cart is being checked out.", order_id=order_id
    )

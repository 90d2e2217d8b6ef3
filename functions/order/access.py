"""Orders as a session may see them. Ids that are malformed, unknown or somebody else's are not found alike.

Its owner may act on an order; who merged the owner's cart into theirs may read it.
"""

from collections.abc import Callable
from typing import TypeVar

from functions.order import store
from functions.order.order import Event, Order
from functions.session.links import readable_owners
from functions.shared import ids
from functions.shared.problems import not_found

Found = TypeVar("Found")


def own_order(order_id: str, owner: str) -> Order:
    """Raises Problem 404."""
    order = _known(order_id, store.load)
    if order.owner != owner:
        raise not_found("order")
    return order


def readable_order(order_id: str, owner: str) -> Order:
    """Raises Problem 404."""
    order = _known(order_id, store.load)
    _check_readable(order, owner)
    return order


def readable_history(order_id: str, owner: str) -> tuple[Order, list[Event]]:
    """The order with its events, oldest first. Raises Problem 404."""
    order, events = _known(order_id, store.load_with_events)
    _check_readable(order, owner)
    return order, events


def _known(order_id: str, load: Callable[[str], Found]) -> Found:
    if not ids.is_order_id(order_id):
        raise not_found("order")
    try:
        return load(order_id)
    except store.OrderUnknown:
        raise not_found("order") from None


def _check_readable(order: Order, owner: str) -> None:
    if order.owner != owner and order.owner not in readable_owners(owner):
        raise not_found("order")

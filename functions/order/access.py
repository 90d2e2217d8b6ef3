"""Orders as a session may see them. Ids that are malformed, unknown or somebody else's are not found alike.

An order is its owner's, theirs who merged the owner's cart into their own, and theirs who came by the link in
a mail about it: whoever may see it may also cancel it, return it, and read its receipt.
"""

from collections.abc import Callable
from typing import TypeVar

from functions.order import store
from functions.order.order import Event, Order
from functions.session.groups import order_of_link
from functions.session.owners_store import readable_owners
from functions.shared import ids

Found = TypeVar("Found")


def readable_order(order_id: str, owner: str) -> Order:
    """Raises OrderUnknown."""
    order = _known(order_id, store.load)
    _check_readable(order, owner)
    return order


def readable_history(order_id: str, owner: str) -> tuple[Order, list[Event]]:
    """The order with its events, oldest first. Raises OrderUnknown."""
    order, events = _known(order_id, store.load_with_events)
    _check_readable(order, owner)
    return order, events


def _known(order_id: str, load: Callable[[str], Found]) -> Found:
    if not ids.is_order_id(order_id):
        raise store.OrderUnknown(order_id)
    return load(order_id)


def _check_readable(order: Order, owner: str) -> None:
    if owner == order.owner or order_of_link(owner) == order.order_id:
        return
    if order.owner not in readable_owners(owner):
        raise store.OrderUnknown(order.order_id)

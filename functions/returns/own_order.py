"""An order as a session may speak of it: its owner may send things back; who merged the owner's cart into
theirs may read of it."""

from functions.order import returns_store
from functions.order import store as order_store
from functions.order.order import Order
from functions.order.returns import Return
from functions.order.returns_writes import ReturnUnknown
from functions.session.links import readable_owners
from functions.shared import ids
from functions.shared.problems import not_found


def own_order(order_id: str, owner: str) -> Order:
    """Raises Problem 404 for an unknown id and for a foreign one alike."""
    order = _known(order_id)
    if order.owner != owner:
        raise not_found("order")
    return order


def readable_order(order_id: str, owner: str) -> Order:
    """As own_order, for reading."""
    order = _known(order_id)
    if order.owner != owner and order.owner not in readable_owners(owner):
        raise not_found("order")
    return order


def own_return(order_id: str, return_id: str, owner: str) -> Return:
    """A return of that order. Raises Problem 404."""
    own_order(order_id, owner)
    if ids.order_of_return(return_id) != order_id:
        raise not_found("return")
    try:
        return returns_store.load(return_id)
    except ReturnUnknown:
        raise not_found("return") from None


def _known(order_id: str) -> Order:
    if not ids.is_order_id(order_id):
        raise not_found("order")
    try:
        return order_store.load(order_id)
    except order_store.OrderUnknown:
        raise not_found("order") from None

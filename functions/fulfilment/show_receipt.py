"""Show an order's receipt to its owner, and to those who merged the owner's cart into theirs."""

from functions.fulfilment import receipts
from functions.fulfilment.receipts import Link
from functions.order import store as order_store
from functions.order.order import Status
from functions.session.links import readable_owners
from functions.shared import ids
from functions.shared.problems import Problem, not_found

DELIVERED = (Status.COMPLETED, Status.RETURNED)


def show_receipt(order_id: str, owner: str) -> Link:
    """Raises Problem: 404 for an unknown id and for a foreign one alike, 409 not-completed."""
    if not ids.is_order_id(order_id):
        raise not_found("order")
    try:
        order = order_store.load(order_id)
    except order_store.OrderUnknown:
        raise not_found("order") from None
    if order.owner != owner and order.owner not in readable_owners(owner):
        raise not_found("order")
    if order.status not in DELIVERED:
        raise Problem(409, "not-completed", "There is a receipt once the order is completed.")
    return receipts.link(order_id)

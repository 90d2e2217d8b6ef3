"""Show an order's receipt to its owner, and to those who merged the owner's cart into theirs."""

from functions.fulfilment import receipts
from functions.fulfilment.receipts import Link
from functions.order.access import readable_order
from functions.order.order import Status
from functions.shared.problems import Problem

DELIVERED = (Status.COMPLETED, Status.RETURNED)


def show_receipt(order_id: str, owner: str) -> Link:
    """Raises Problem: 404 for an unknown id and for a foreign one alike, 409 not-completed."""
    order = readable_order(order_id, owner)
    if order.status not in DELIVERED:
        raise Problem(409, "not-completed", "There is a receipt once the order is completed.")
    return receipts.link(order_id)

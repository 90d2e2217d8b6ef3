"""Show an order's receipt to its owner, and to those who merged the owner's cart into theirs."""

from functions.fulfilment import receipts
from functions.fulfilment.receipts import Link
from functions.order.access import readable_order
from functions.order.order import DELIVERED, NotCompleted


def show_receipt(order_id: str, owner: str) -> Link:
    """Raises OrderUnknown for an unknown id and for a foreign one alike, NotCompleted."""
    order = readable_order(order_id, owner)
    if order.status not in DELIVERED:
        raise NotCompleted(order_id)
    return receipts.link(order_id)

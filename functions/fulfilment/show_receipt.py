"""Show an order's receipt to its owner, and to those who merged the owner's cart into theirs.

It is written when it is first asked for. All that it says is fixed once the order is completed, and what was
written first stays: whoever asks, and whenever, sees the same page.
"""

from functions.fulfilment import receipts, store
from functions.fulfilment.receipt import receipt_of
from functions.fulfilment.receipts import Link
from functions.order.access import readable_order
from functions.order.order import DELIVERED, NotCompleted
from functions.shared.money import Money


def show_receipt(order_id: str, owner: str) -> Link:
    """Raises OrderUnknown for an unknown id and for a foreign one alike, NotCompleted."""
    order = readable_order(order_id, owner)
    if order.status not in DELIVERED:
        raise NotCompleted(order_id)
    charged = Money(order.charged, order.total.currency)
    packed_at = store.load(order_id).decided_at
    receipts.write_once(receipt_of(order, order.delivered, charged, packed_at))
    return receipts.link(order_id)

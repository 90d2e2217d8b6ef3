"""An order as its customer's page is told of it: as GET /orders/{order_id} shows it, with its version."""

from typing import Any

from functions.live import gateway
from functions.order.access import readable_history
from functions.storefront.show_order import present_order


def view_order(order_id: str, owner: str) -> str:
    """The message, as text; one that is too long for the gateway says only that the order changed. Raises
    OrderUnknown."""
    order, events = readable_history(order_id, owner)
    view: dict[str, Any] = present_order(order, events)
    text = gateway.text_of({"type": "order", "version": order.head.version, **view})
    if len(text.encode()) <= gateway.MOST_BYTES:
        return text
    return gateway.text_of({"type": "order-changed", "order_id": order_id, "version": order.head.version})

"""An order as an open page is told of it.

A customer's: as GET /orders/{order_id} shows it, with its version. An operator's: that it changed, since what
operators see of it stands in many tables, and is read by the page as it needs it.
"""

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
    return order_changed(order_id, order.head.version)


def order_changed(order_id: str, version: int) -> str:
    """The message, as text."""
    return gateway.text_of({"type": "order-changed", "order_id": order_id, "version": version})

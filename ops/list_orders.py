"""`list-orders`: the newest orders with one status."""

from typing import Any

from functions.operations.find_orders import Search, find_orders
from functions.operations.unreadable import named
from functions.order.order import Status
from ops.unreadable import with_unreadable


def list_orders(status: str, limit: int) -> dict[str, Any]:
    """`status` as orders have it inside, CANCELLING included; the index follows them at a short distance."""
    found = find_orders(Search((Status(status),)), limit)
    return with_unreadable({"status": status, "orders": found.orders}, named(found.aside))

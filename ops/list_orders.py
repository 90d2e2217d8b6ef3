"""`list-orders`: the newest orders with one status."""

from typing import Any

from functions.order import views_store
from functions.order.order import Status


def list_orders(status: str, limit: int) -> dict[str, Any]:
    """`status` as orders have it inside, CANCELLING included; the index follows them at a short distance."""
    found = views_store.by_status(Status(status), limit)
    return {"status": status, "orders": [_entry(view_owner, position) for view_owner, position in found]}


def _entry(owner: str, position: str) -> dict[str, str]:
    placed_at, _, order_id = position.rpartition("#")
    return {"order_id": order_id, "owner": owner, "placed_at": placed_at}

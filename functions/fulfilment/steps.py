"""The fulfilment's steps that change orders and stock: Lambda entry points of its state machine."""

from typing import Any

from functions.fulfilment.abandon_fulfilment import abandon_fulfilment as abandon
from functions.fulfilment.complete_order import complete_order as complete
from functions.shared.observe import count, saga_step

Event = dict[str, Any]


@saga_step
def complete_order(event: Event, _context: Any) -> Event:
    complete(event["order_id"])
    count("OrdersCompleted")
    return {"order_id": event["order_id"]}


@saga_step
def abandon_fulfilment(event: Event, _context: Any) -> Event:
    """In: `{order_id, uncaptured?: {Error}}`. Raises OrderPacked, OrderCompleted."""
    uncaptured = (event.get("uncaptured") or {}).get("Error")
    reason = abandon(event["order_id"], uncaptured)
    return {"order_id": event["order_id"], "reason": reason}

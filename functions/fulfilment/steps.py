"""The fulfilment's step that changes orders and stock: the Lambda entry point of its state machine."""

from typing import Any

from functions.fulfilment.abandon_fulfilment import abandon_fulfilment as abandon
from functions.shared.observe import saga_step

Event = dict[str, Any]


@saga_step
def abandon_fulfilment(event: Event, _context: Any) -> Event:
    """In: `{order_id, uncaptured?: {Error}}`. Raises OrderPacked, OrderCompleted."""
    uncaptured = (event.get("uncaptured") or {}).get("Error")
    reason = abandon(event["order_id"], uncaptured)
    return {"order_id": event["order_id"], "reason": reason}

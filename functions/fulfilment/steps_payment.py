"""The fulfilment's step that takes the money: apart from steps.py, since it alone needs the provider."""

from typing import Any

from functions.fulfilment.complete_order import complete_order as complete
from functions.shared.observe import count, saga_step

Event = dict[str, Any]


@saga_step
def complete_order(event: Event, _context: Any) -> Event:
    """Raises HoldLost, OrderClosing; PaidNotCompleted once the money is taken."""
    complete(event["order_id"])
    count("OrdersCompleted")
    return {"order_id": event["order_id"]}

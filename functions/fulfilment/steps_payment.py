"""The fulfilment's step that takes the money: apart from steps.py, since it alone needs the provider."""

from typing import Any

from functions.fulfilment.capture_packed import capture_packed
from functions.shared.observe import saga_step

Event = dict[str, Any]


@saga_step
def capture_payment(event: Event, _context: Any) -> Event:
    """Raises HoldLost, OrderClosing."""
    capture_packed(event["order_id"])
    return {"order_id": event["order_id"]}

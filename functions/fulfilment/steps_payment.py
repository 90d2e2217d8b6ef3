"""The fulfilment's step that takes the money: apart from steps.py, since it alone needs the provider."""

from typing import Any

from functions.fulfilment import store
from functions.fulfilment.fulfilment import PackingOutcome
from functions.order import store as order_store
from functions.payment.capture_payment import capture_payment as capture
from functions.shared.errors import OrderClosing
from functions.shared.observe import saga_step

Event = dict[str, Any]


@saga_step
def capture_payment(event: Event, _context: Any) -> Event:
    """Takes what the packed units cost. Raises HoldLost, OrderClosing."""
    order = order_store.load(event["order_id"])
    decision = store.load(order.order_id).decision
    if decision is None or decision.outcome is not PackingOutcome.PACKED:
        raise OrderClosing(order.order_id)
    why = "packed" if order.in_full(decision.lines) else "packed-in-part"
    capture(order.order_id, order.value_of(decision.lines).amount, why)
    return {"order_id": order.order_id}

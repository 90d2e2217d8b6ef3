"""Take the money for what was packed of an order."""

from functions.fulfilment import store
from functions.fulfilment.fulfilment import PackingOutcome
from functions.order import store as order_store
from functions.payment.capture_payment import capture_payment
from functions.shared.errors import OrderClosing


def capture_packed(order_id: str) -> None:
    """Captures what the packed units cost. Raises OrderClosing if nothing is packed, and what capture_payment
    raises."""
    order = order_store.load(order_id)
    decision = store.load(order_id).decision
    if decision is None or decision.outcome is not PackingOutcome.PACKED:
        raise OrderClosing(order_id)
    why = "packed" if order.in_full(decision.lines) else "packed-in-part"
    capture_payment(order_id, order.value_of(decision.lines).amount, why)

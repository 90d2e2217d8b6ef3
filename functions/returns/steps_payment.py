"""The step of a return that gives money back: apart from steps.py, since it alone needs the provider."""

from typing import Any

from functions.payment.refund_payment import refund_payment as refund
from functions.returns import store
from functions.shared.observe import saga_step

Event = dict[str, Any]


@saga_step
def refund_payment(event: Event, _context: Any) -> Event:
    """In: `{order_id, return_id}`."""
    one = store.load_accepted(event["return_id"])
    refund(one.order_id, one.return_id, one.refund.amount, why=one.return_id)
    return one.subject

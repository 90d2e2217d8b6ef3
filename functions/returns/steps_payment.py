"""The step of a return that gives money back: apart from steps.py, since it alone needs the provider."""

from typing import Any

from functions.refunds.give_back import give_back
from functions.returns import store
from functions.shared.observe import saga_step

Event = dict[str, Any]


@saga_step
def refund_payment(event: Event, _context: Any) -> Event:
    """In: `{order_id, return_id}`; `stuck` too once the execution stood before an operator."""
    return_ = store.load_accepted(event["return_id"])
    amount, told = return_.refund.amount, "stuck" in event
    give_back(return_.order_id, return_.return_id, amount, why=return_.return_id, told=told)
    return return_.subject

"""The step of a refund of an amount that gives the money back: apart from steps.py, since it alone needs the
provider."""

from typing import Any

from functions.refunds import store
from functions.refunds.give_back import give_back
from functions.shared.observe import saga_step

Event = dict[str, Any]


@saga_step
def give_money_back(event: Event, _context: Any) -> Event:
    """In: `{order_id, refund_id}`; `stuck` too once the execution stood before an operator."""
    refund, told = store.load(event["refund_id"]), "stuck" in event
    give_back(refund.order_id, refund.refund_id, refund.amount.amount, refund.why, told=told)
    return refund.subject

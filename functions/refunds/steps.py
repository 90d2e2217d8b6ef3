"""The steps of a refund of an amount that move no money: Lambda entry points of its state machine.

In: `{order_id, refund_id}`.
"""

from typing import Any

from functions.refunds.close_refund import close_refund as close
from functions.refunds.park_refund import park_refund
from functions.shared.observe import count, saga_step

Event = dict[str, Any]


@saga_step
def close_refund(event: Event, _context: Any) -> Event:
    refund = close(event["refund_id"])
    count("RefundsClosed", to=refund.to.value)
    return refund.subject


@saga_step
def await_operator(event: Event, _context: Any) -> None:
    """In: `task_token`, `entered`, `failure` and `execution` too; the execution goes on when an operator
    answers the token."""
    park_refund(event["refund_id"], event)
    count("RefundsParked")

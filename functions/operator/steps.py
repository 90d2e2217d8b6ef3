"""The last resort of every way back: what failed for a day stands in front of an operator."""

from typing import Any

from functions.operator import store as operator_store
from functions.operator.answer_stop import answer_again
from functions.operator.what_stopped import what_stopped
from functions.shared.observe import count, saga_step


@saga_step
def await_operator(event: dict[str, Any], _context: Any) -> None:
    """In: `{order_id, task_token, entered, failure, execution}`; the execution goes on when an operator
    answers."""
    stands = operator_store.park(event["order_id"], what_stopped(event))
    if stands is not None:
        answer_again(stands, event["task_token"])
    count("OrdersParked")

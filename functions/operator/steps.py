"""The step of the checkout's and the fulfilment's machines that waits for an operator."""

from typing import Any

from functions.operator.park_order import park_order
from functions.shared.observe import count, saga_step


@saga_step
def await_operator(event: dict[str, Any], _context: Any) -> None:
    """In: `{order_id, task_token, entered, failure, execution}`; the execution goes on when an operator
    answers."""
    park_order(event["order_id"], event)
    count("OrdersParked")

"""The payment's step that waits for the customer: apart from handler.py, since it needs no provider and
should not pay for the provider's library at every cold start."""

from typing import Any

from functions.payment.await_customer_action import await_customer_action
from functions.shared.observe import saga_step


@saga_step
def await_action(event: dict[str, Any], _context: Any) -> None:
    """In: `{order_id, task_token}`; the execution goes on when the token is answered."""
    await_customer_action(event["order_id"], event["task_token"])

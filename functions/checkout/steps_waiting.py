"""The step that waits for the customer to answer the bank."""

from typing import Any

from functions.checkout.ask_customer import ask_customer
from functions.payment.await_customer_action import await_customer_action as keep_token
from functions.shared.observe import saga_step


@saga_step
def await_customer_action(event: dict[str, Any], _context: Any) -> None:
    """In: `{order_id, task_token}`; the execution goes on when the token is answered. The token is kept
    first: an outcome that comes at once must find it."""
    keep_token(event["order_id"], event["task_token"])
    ask_customer(event["order_id"])

"""Wait for the customer to answer the bank (3-D Secure)."""

from functions.payment import store
from functions.payment.errors import PaymentDeclined
from functions.payment.payment import OPEN, Payment, State
from functions.shared import machines
from functions.shared.errors import OrderClosing


def await_customer_action(order_id: str, task_token: str) -> None:
    """Keep the execution's token with the payment. The outcome may have come first: whoever of the two
    writes last sees both and answers the token."""
    payment = store.keep_task_token(order_id, task_token)
    if payment.closing or payment.state not in OPEN:
        answer_tokens(payment, task_token)


def answer_tokens(payment: Payment, *task_tokens: str) -> None:
    """Tell whoever waits with these tokens how the payment stands; tokens that are gone are fine."""
    match payment.state:
        case State.AUTHORIZED | State.CAPTURING | State.CAPTURED:
            machines.succeed(*task_tokens)
        case State.DECLINED:
            machines.fail(*task_tokens, error=PaymentDeclined.__name__)
        case _:
            machines.fail(*task_tokens, error=OrderClosing.__name__)

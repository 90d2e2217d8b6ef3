"""Wait for the customer to answer the bank (3-D Secure), or stop waiting: who waits is told how it ended."""

from functions.payment import store, voids_store
from functions.payment.errors import PaymentDeclined
from functions.payment.payment import OPEN, SECURED, Payment, State
from functions.payment.store import PaymentMoved
from functions.shared import machines
from functions.shared.errors import OrderClosing


def await_customer_action(order_id: str, task_token: str) -> None:
    """Keep the execution's token with the payment. The outcome may have come first: whoever of the two
    writes last sees both and answers the token."""
    payment = store.keep_task_token(order_id, task_token)
    if payment.closing or payment.state not in OPEN:
        answer_tokens(payment, task_token)


def give_up_waiting(order_id: str, why: str) -> None:
    """The order is given up while its customer may be before the bank: whoever waits for the bank's answer is
    told that nobody does any more. The void, which follows, settles the money.

    Only for an order behind its fence. Where nothing is recorded nothing may begin any more; else the mark
    and the tokens are attributes of one item, so that whoever writes last sees both. Again is fine."""
    try:
        voids_store.forbid(order_id, why)
        return
    except PaymentMoved as moved:
        payment = moved.payment
    if payment.hold_id is None or payment.state is State.VOIDED:
        return
    payment = store.amend(payment, "attribute_exists(#order_id)", "SET #closing = :yes", {"yes": True})
    machines.fail(*payment.task_tokens, error=OrderClosing.__name__)


def answer_tokens(payment: Payment, *task_tokens: str) -> None:
    """Tell whoever waits with these tokens how the payment stands; tokens that are gone are fine."""
    if payment.state in SECURED:
        machines.succeed(*task_tokens)
        return
    match payment.state:
        case State.DECLINED:
            machines.fail(*task_tokens, error=PaymentDeclined.__name__)
        case _:
            machines.fail(*task_tokens, error=OrderClosing.__name__)

"""An order is given up while its customer may be before the bank: whoever waits for the bank's answer is told
that nobody does any more. The void, which follows, settles the money."""

from functions.payment import store
from functions.payment.payment import State
from functions.payment.store import PaymentMoved
from functions.shared import machines
from functions.shared.errors import OrderClosing


def give_up_waiting(order_id: str, why: str) -> None:
    """Only for an order behind its fence. Where nothing is recorded nothing may begin any more; else the mark
    and the tokens are attributes of one item, so that whoever writes last sees both. Again is fine."""
    try:
        store.forbid(order_id, why)
        return
    except PaymentMoved as moved:
        payment = moved.payment
    if payment.hold_id is None or payment.state is State.VOIDED:
        return
    payment = store.amend(payment, "attribute_exists(#order_id)", "SET #closing = :yes", {"yes": True})
    machines.fail(*payment.task_tokens, error=OrderClosing.__name__)

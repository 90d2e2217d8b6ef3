"""Put a refund of an amount in front of an operator, as an order is, and let it go on from there."""

from functools import partial

from functions.operator.answer_stop import answer_again, answer_stop
from functions.operator.park_order import Failure, stop_of
from functions.operator.stop import OperatorAnswer
from functions.refunds import store
from functions.refunds.refund import AmountRefund


def park_refund(refund_id: str, event: Failure) -> None:
    """The execution waits until an operator answers; one that was answered before goes on at once."""
    standing = store.park(refund_id, stop_of(event))
    if standing is not None:
        answer_again(standing, event["task_token"])


def send_on(refund: AmountRefund, answer: OperatorAnswer) -> None:
    """Let a refund that stands in front of an operator go on; nothing if it does not."""
    if refund.stuck is not None:
        answer_stop(refund.stuck, answer, partial(store.record_answer, refund.refund_id))

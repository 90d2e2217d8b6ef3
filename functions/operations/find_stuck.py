"""What stands, or last stood, in front of an operator."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from functions.operations.errors import NotStuck, OperationRefused, TargetUnknown
from functions.operator import store as operator_store
from functions.operator.answer_stop import answer_stop
from functions.operator.journal import Signed
from functions.operator.stop import OperatorAnswer, Remedy, Stop
from functions.order import store as orders
from functions.refunds import store as amounts_store
from functions.refunds.park_refund import send_on as send_refund_on
from functions.refunds.refund import AmountRefund
from functions.refunds.writes import RefundUnknown
from functions.returns import store as returns_store
from functions.returns.inspect_return import send_on
from functions.returns.returns import Return
from functions.returns.writes import ReturnUnknown
from functions.shared import ids
from functions.shared.items import Aside, Unreadable


@dataclass(frozen=True)
class Stopped:
    """An order, a return or a refund of an amount that stands, or stood, in front of an operator."""

    subject: str
    status: str
    stuck: Stop

    def entry(self) -> dict[str, Any]:
        """As an operator sees it."""
        return {"id": self.subject, "status": self.status} | self.stuck.shown()


def unanswered(aside: Aside | None = None) -> list[Stopped]:
    """Orders, returns and refunds of an amount, those that have waited longest first. What cannot be read
    goes `aside`."""
    waiting = dict(operator_store.load_unanswered(aside))
    found = [
        Stopped(order.order_id, order.status.value, waiting[order.order_id])
        for order in orders.load_many(list(waiting), aside)
        if not order.head.ended
    ]
    found += [stopped_return(one, one.stuck) for one in returns_store.load_open(aside) if one.stuck]
    found += [stopped_refund(one, one.stuck) for one in amounts_store.load_open(aside) if one.stuck]
    return sorted((one for one in found if one.stuck.answer is None), key=lambda one: one.stuck.at)


def find(subject: str) -> Stopped:
    """What keeps, or last kept, an order, a return or a refund of an amount. Raises OperationRefused."""
    if ids.order_of_amount_refund(subject):
        return _find_refund(subject)
    return _find_return(subject) if ids.order_of_return(subject) else _find_order(subject)


def answer_of(remedy: Remedy, signed: Signed) -> OperatorAnswer:
    """What an operator says to a stop."""
    return OperatorAnswer(remedy, signed.by, signed.at, signed.why)


def send(stopped: Stopped, answer: OperatorAnswer) -> None:
    """As answer_stop. Raises Contended."""
    subject = stopped.subject
    if ids.order_of_return(subject):
        send_on(returns_store.load(subject), answer)
    elif ids.order_of_amount_refund(subject):
        send_refund_on(amounts_store.load(subject), answer)
    else:
        answer_stop(stopped.stuck, answer, partial(operator_store.record_answer, subject))


def _find_order(order_id: str) -> Stopped:
    if not ids.is_order_id(order_id):
        raise TargetUnknown(f"there is no order {order_id}")
    try:
        order = orders.load(order_id)
    except orders.OrderUnknown:
        raise TargetUnknown(f"there is no order {order_id}") from None
    except Unreadable as broken:
        raise _cannot_be_read(order_id, broken) from None
    stuck = operator_store.load(order_id)
    if stuck is None:
        raise NotStuck(f"{order_id} is {order.status} and never stood in front of an operator")
    return Stopped(order_id, order.status.value, stuck)


def _find_return(return_id: str) -> Stopped:
    try:
        one = returns_store.load(return_id)
    except ReturnUnknown:
        raise TargetUnknown(f"there is no return {return_id}") from None
    except Unreadable as broken:
        raise _cannot_be_read(return_id, broken) from None
    if one.stuck is None:
        raise NotStuck(f"{return_id} is {one.shown} and does not stand in front of an operator")
    return stopped_return(one, one.stuck)


def _find_refund(refund_id: str) -> Stopped:
    try:
        one = amounts_store.load(refund_id)
    except RefundUnknown:
        raise TargetUnknown(f"there is no refund {refund_id}") from None
    except Unreadable as broken:
        raise _cannot_be_read(refund_id, broken) from None
    if one.stuck is None:
        raise NotStuck(f"{refund_id} is {one.stage.value} and does not stand in front of an operator")
    return stopped_refund(one, one.stuck)


def stopped_refund(one: AmountRefund, stuck: Stop) -> Stopped:
    """A refund of an amount, and the stop that keeps it."""
    return Stopped(one.refund_id, one.stage.value, stuck)


def stopped_return(one: Return, stuck: Stop) -> Stopped:
    """A return, and the stop that keeps it."""
    return Stopped(one.return_id, one.shown, stuck)


def _cannot_be_read(subject: str, broken: Unreadable) -> OperationRefused:
    return OperationRefused(
        f"{subject} cannot be read ({broken}): mend its item in the Orders table, then retry-stuck {subject}"
    )

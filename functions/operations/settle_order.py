"""An operator ends by hand what cannot end by itself.

Nothing is skipped in the books: the order is fenced and its units are given back as ever, and its execution
is sent on over the ordinary way to its end, whose last event names the operator and the reason. What an
operator can put in the place of a step is one statement about money: that what the *provider* keeps was
given back by other ways. Money that is still held can only be let go at the provider, so nothing is settled
while there is any, nor while the provider may be giving back what it keeps. A statement and who made it are
written in one transaction, or not at all.
"""

from typing import Any

from functions.checkout.abandon_order import OrderConfirmed, abandon_order
from functions.fulfilment.abandon_fulfilment import abandon_fulfilment
from functions.fulfilment.fulfilment import OrderCompleted
from functions.operations.errors import OperationRefused, ProviderSilent
from functions.operations.find_stuck import Stopped, answer_of, send
from functions.operator import store as operator_store
from functions.operator.journal import Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.order import store as orders
from functions.order import writes as order_writes
from functions.order.order import Order, Reason, Status
from functions.payment import store as payments
from functions.payment import writes as payment_writes
from functions.payment.errors import HoldUnknown, ProviderRefused, ProviderUnavailable
from functions.payment.hold import HoldStatus
from functions.payment.payment import VOID, Payment, State
from functions.payment.provider import provider
from functions.payment.void_payment import void_payment
from functions.shared.table import ConditionRefused, transact

BY_HAND = "SettledByOperator"


def settle_order(stopped: Stopped, signed: Signed, given_back: int | None) -> dict[str, Any]:
    """`given_back`: minor units that the operator states to have given back outside the provider. Again is
    fine. Raises OperationRefused: nothing is settled, though the order may be fenced."""
    order = orders.load(stopped.subject)
    if order.head.ended:
        _require_settled(order.order_id)
        if given_back:
            _require_stated(order.order_id, given_back)
    answer = answer_of(Remedy.SETTLED, signed)
    if not order.head.ended:
        _fence(order)
        if given_back is None:
            _undo(order.order_id, answer)
        else:
            _take_word(order.order_id, answer, given_back)
    send(stopped, answer)
    settled = orders.load(order.order_id)
    return {"id": order.order_id, "status": settled.status.value, "settled": settled.settled}


def _fence(order: Order) -> None:
    """Nothing may land on it any more, and its units are given back. Where that fails, no statement
    helps: the counts would not add up."""
    try:
        if order.status is Status.FULFILLING:
            abandon_fulfilment(order.order_id, uncaptured=BY_HAND)
        elif order.status is Status.PENDING:
            abandon_order(order.order_id, Reason.CHECKOUT_FAILED)
        elif order.status is not Status.CANCELLING:
            raise OperationRefused(
                f"{order.order_id} is {order.status}: only what is on its way can be settled"
            )
    except (OrderConfirmed, OrderCompleted):
        raise OperationRefused(f"{order.order_id} stands after all: retry-stuck sends it on") from None


def _undo(order_id: str, answer: OperatorAnswer) -> None:
    """Undo what is left at the provider; then the head says who ended the order."""
    try:
        void_payment(order_id, answer.why)
    except (ProviderUnavailable, ProviderRefused) as failed:
        raise OperationRefused(f"{_left_at_provider(order_id)}; undoing it failed: {failed}") from None
    operator_store.settle(order_id, answer)
    _require_settled(order_id)


def _left_at_provider(order_id: str) -> str:
    payment = payments.load(order_id)
    try:
        hold = provider.read_hold(payment.hold_id or "") if payment else None
    except (ProviderUnavailable, ProviderRefused):
        hold = None
    if hold is None:
        return f"what the provider holds or keeps for {order_id} cannot be told"
    if hold.keeps:
        return f"the provider keeps {hold.keeps} ({hold.hold_id}): refund it, or state given-back"
    return f"the provider has {hold.reported}, {hold.holds} held ({hold.hold_id}): cancel it there"


def _take_word(order_id: str, answer: OperatorAnswer, given_back: int) -> None:
    payment = payments.load(order_id)
    if payment is None or payment.hold_id is None:
        raise OperationRefused(f"no money was ever asked for {order_id}: leave given-back out")
    kept = _kept(payment)
    if kept is not None and kept != given_back:
        raise OperationRefused(
            f"the provider keeps {kept} for {order_id}, not {given_back}: state what it keeps"
        )
    statement = payment_writes.state_void_outside(payment, given_back, answer.by, answer.why)
    mark = order_writes.settle(order_id, operator_store.statement(answer))
    try:
        transact([statement, mark, operator_store.told_of(order_id, answer, given_back=given_back)])
    except ConditionRefused:
        _require_stated(order_id, given_back)
        operator_store.settle(order_id, answer)  # stated before, by who died before this
        _require_settled(order_id)


def _require_stated(order_id: str, given_back: int) -> None:
    """A statement was refused: fine where it was made before. Raises OperationRefused that says why not."""
    payment = payments.load(order_id)
    if payment is not None and payment.outside.get(VOID) == given_back:
        return
    if payment is None or payment.state is State.VOIDED:
        raise OperationRefused(f"the payment of {order_id} is VOIDED already, without these {given_back}")
    if payment.void_asked:
        raise OperationRefused(
            f"the provider was asked for a refund at {payment.void_asked} and may be making it: settle-stuck"
            " without given-back, or retry-stuck, asks again"
        )
    _require_settled(order_id)
    raise OperationRefused(f"{order_id} is not as it was seen: ask again")


def _require_settled(order_id: str) -> None:
    """Raises OperationRefused if the order has come to its end, and no operator had it ended."""
    order = orders.load(order_id)
    if order.settled is None:
        raise OperationRefused(f"{order_id} has come to its end by itself: it is {order.status}")


def _kept(payment: Payment) -> int | None:
    """What the provider keeps, None if it has no such hold (another account's). Raises OperationRefused where
    money is held, may still come, or nothing can be told."""
    try:
        hold = provider.read_hold(payment.hold_id or "")
    except HoldUnknown:
        return None
    except (ProviderUnavailable, ProviderRefused) as silent:
        raise ProviderSilent(f"the provider does not tell what it keeps: {silent}") from None
    if not hold.over and hold.status is not HoldStatus.TAKEN:
        raise OperationRefused(_left_at_provider(payment.order_id))
    return hold.keeps

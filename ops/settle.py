"""`settle-stuck`: an operator ends by hand what cannot end by itself.

Nothing is skipped in the books: the order is fenced and its units are given back as ever, and its execution
is sent on over the ordinary way to its end, whose last event names the operator and the reason. What an
operator can put in the place of a step is one statement about money: that what the *provider* keeps was
given back by other ways. Money that is still held can only be let go at the provider, so nothing is settled
while there is any.
"""

from typing import Any

from functions.checkout.abandon_order import OrderConfirmed, abandon_order
from functions.fulfilment.abandon_fulfilment import abandon_fulfilment
from functions.fulfilment.fulfilment import OrderCompleted
from functions.order import operator_store
from functions.order import store as orders
from functions.order.order import Order, Reason, Status
from functions.order.stuck import Answer, Verdict
from functions.payment import provider
from functions.payment import store as payments
from functions.payment.errors import ProviderUnavailable
from functions.payment.payment import Payment
from functions.payment.provider import IntentUnknown, ProviderRefused
from functions.payment.store import PaymentMoved
from functions.payment.void_payment import void_payment
from functions.shared import clock
from ops.errors import CommandError
from ops.operator import signature
from ops.stuck import Stopped, send

BY_HAND = "SettledByOperator"


def settle_order(stopped: Stopped, why: str, given_back: int | None) -> dict[str, Any]:
    """`given_back`: minor units that the operator states to have given back outside the provider. Again is
    fine. Raises CommandError: nothing is settled, though the order may be fenced."""
    order = orders.load(stopped.subject)
    if order.head.ended and order.settled is None:
        raise CommandError(f"{order.order_id} has come to its end by itself: it is {order.status}")
    answer = Answer(Verdict.SETTLED, signature(), clock.timestamp(clock.now()), why)
    if not order.head.ended:
        _fence(order)
        _settle_money(order.order_id, answer, given_back)
        operator_store.settle(order.order_id, answer)
    send(stopped, Verdict.SETTLED, why)
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
            raise CommandError(f"{order.order_id} is {order.status}: only what is on its way can be settled")
    except (OrderConfirmed, OrderCompleted):
        raise CommandError(f"{order.order_id} stands after all: retry-stuck sends it on") from None


def _settle_money(order_id: str, answer: Answer, given_back: int | None) -> None:
    """Undo what is left at the provider, or take the operator's word for what it keeps."""
    if given_back is not None:
        _take_word(order_id, answer, given_back)
        return
    try:
        void_payment(order_id, answer.why)
    except (ProviderUnavailable, ProviderRefused) as failed:
        raise CommandError(f"{_left_at_provider(order_id)}; undoing it failed: {failed}") from None


def _left_at_provider(order_id: str) -> str:
    payment = payments.load(order_id)
    try:
        intent = provider.read_intent(payment.intent_id or "") if payment else None
    except (ProviderUnavailable, ProviderRefused):
        intent = None
    if intent is None:
        return f"what the provider holds or keeps for {order_id} cannot be told"
    if intent.keeps:
        return f"the provider keeps {intent.keeps} ({intent.intent_id}): refund it, or state --given-back"
    return f"the provider has {intent.status}, {intent.holds} held ({intent.intent_id}): cancel it there"


def _take_word(order_id: str, answer: Answer, given_back: int) -> None:
    payment = payments.load(order_id)
    if payment is None or payment.intent_id is None:
        raise CommandError(f"no money was ever asked for {order_id}: leave --given-back out")
    kept = _kept(payment)
    if kept is not None and kept != given_back:
        raise CommandError(f"the provider keeps {kept} for {order_id}, not {given_back}: state what it keeps")
    try:
        payments.settle_outside(payment, given_back, answer.by, answer.why)
    except PaymentMoved as moved:
        raise CommandError(f"the payment of {order_id} is {moved.payment.state} already") from None


def _kept(payment: Payment) -> int | None:
    """What the provider keeps, None if it has no such intent (another account's). Raises CommandError where
    money is held, may still come, or nothing can be told."""
    try:
        intent = provider.read_intent(payment.intent_id or "")
    except IntentUnknown:
        return None
    except (ProviderUnavailable, ProviderRefused) as silent:
        raise CommandError(f"the provider does not tell what it keeps: {silent}") from None
    if not intent.over and intent.status != "succeeded":
        raise CommandError(_left_at_provider(payment.order_id))
    return intent.keeps

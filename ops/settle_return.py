"""`settle-stuck` of a return: the refund is made, or was made by other ways; its units are restocked as
ever."""

from typing import Any

from functions.order import operator_store, returns_store
from functions.order.returns import Return, Stage
from functions.order.stuck import Answer, Verdict
from functions.payment import provider, refunds_store
from functions.payment.errors import ProviderUnavailable
from functions.payment.provider import ProviderRefused
from functions.payment.refund_payment import refund_payment
from functions.payment.refunds import Account, RefundRefused, made_for
from functions.payment.refunds_store import NothingCaptured, RefundMoved
from functions.shared import clock
from ops.errors import CommandError
from ops.operator import signature
from ops.stuck import Stopped, send


def settle_return(stopped: Stopped, why: str, given_back: int | None) -> dict[str, Any]:
    """As settle_order. Raises CommandError."""
    one = returns_store.load(stopped.subject)
    if one.stage is Stage.CLOSED and one.settled is None:
        raise CommandError(f"{one.return_id} has come to its end by itself: it is {one.shown}")
    if one.stage is Stage.REQUESTED:
        raise CommandError(f"{one.return_id} was not decided: accept-return or reject-return sends it on")
    answer = Answer(Verdict.SETTLED, signature(), clock.timestamp(clock.now()), why)
    if one.open:
        if one.accepted:
            _settle_money(one, answer, given_back)
        elif given_back is not None:
            raise CommandError(f"{one.return_id} was rejected: there is nothing to give back")
        returns_store.settle(one.return_id, operator_store.statement(answer))
    send(stopped, Verdict.SETTLED, why)
    settled = returns_store.load(one.return_id)
    return {"id": one.return_id, "status": settled.shown, "settled": settled.settled}


def _settle_money(one: Return, answer: Answer, given_back: int | None) -> None:
    if given_back is not None:
        _take_word(one, answer, given_back)
        return
    try:
        refund_payment(one.order_id, one.return_id, one.refund.amount, why=one.return_id)
    except (RefundRefused, ProviderUnavailable, ProviderRefused, NothingCaptured) as failed:
        raise CommandError(
            f"the refund failed again ({failed}): refund {one.refund.amount} by other ways and state"
            f" --given-back {one.refund.amount}"
        ) from None


def _take_word(one: Return, answer: Answer, given_back: int) -> None:
    if given_back != one.refund.amount:
        raise CommandError(f"{one.return_id} is to be refunded {one.refund.amount}, not {given_back}")
    try:
        account = refunds_store.load(one.order_id)
        if one.return_id in account.refunds:
            _require_unrefunded(account, one.return_id)
        refunds_store.settle_outside(account, one.return_id, given_back, answer.by, answer.why)
    except (NothingCaptured, RefundMoved) as moved:
        raise CommandError(f"the payment of {one.order_id} is not as it was seen: {moved}") from None


def _require_unrefunded(account: Account, return_id: str) -> None:
    """A claim may have got further than its record says: then the way on finds the refund. Raises
    CommandError: nobody is refunded twice on a guess."""
    try:
        refunds = list(provider.list_refunds(account.intent_id or ""))
        made = made_for(return_id, refunds)
    except RefundRefused:
        return  # it failed there: its money never went back
    except (ProviderUnavailable, ProviderRefused) as silent:
        raise CommandError(f"the provider does not tell what it refunded: {silent}") from None
    if made is not None:
        raise CommandError(f"the provider refunded {return_id} ({made.refund_id}): leave --given-back out")

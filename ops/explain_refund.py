"""`explain-refund`: an operator states what a refund that was made by hand at the provider was for.

It may be a return's refund: then it is counted for that return, once, and the return goes on.
"""

from typing import Any

from functions.operator.stop import OperatorAnswer, Remedy
from functions.order import store as orders
from functions.payment import refunds_store
from functions.payment import store as payments
from functions.payment.errors import ProviderRefused, ProviderUnavailable
from functions.payment.provider import provider
from functions.payment.refunds import Account, RefundState
from functions.payment.refunds_store import NothingCaptured
from functions.payment.writes import explain_refund as explain
from functions.recovery.record_refunds import NotDelivered, record_refunds
from functions.returns import store as returns_store
from functions.returns.inspect_return import send_on
from functions.returns.returns import Return
from functions.returns.writes import ReturnUnknown
from functions.shared import clock, ids
from functions.shared.table import ConditionRefused, transact
from ops.errors import CommandError
from ops.journal import note
from ops.operator import signature
from ops.output import say


def explain_refund(order_id: str, refund_id: str, why: str, return_id: str | None) -> dict[str, Any]:
    """The refund as it is now recorded. Again is fine. Raises CommandError: nothing was changed."""
    account = _account(order_id)
    one = _return(order_id, return_id) if return_id else None
    known = account.by_hand.get(refund_id)
    if known is None:
        listed = ", ".join(sorted(account.by_hand)) or "none"
        raise CommandError(f"{refund_id} was not made by hand for {order_id}; by hand were: {listed}")
    if known.return_id is not None and known.return_id != return_id:
        raise CommandError(f"{refund_id} is the refund of {known.return_id}")
    if not _stated(account, refund_id, why, return_id) and _state(account, refund_id, why, one):
        note("explain-refund", f"{refund_id} of {order_id}", why)
    if one is not None:
        go_on(one.return_id, why)
    recorded = _loaded(order_id).by_hand[refund_id]
    return {
        "order_id": order_id,
        "refund_id": refund_id,
        "amount": recorded.amount,
        "made_at": recorded.made_at,
        "return_id": recorded.return_id,
        "stated": recorded.stated,
    }


def made_by_hand(order_id: str) -> Account:
    """The account, with all in it that was made by hand as the provider lists it now. Raises CommandError,
    NothingCaptured."""
    payment = payments.load(order_id)
    if payment is None or payment.hold_id is None:
        raise NothingCaptured(order_id)
    try:
        record_refunds(provider.read_hold(payment.hold_id))
    except NotDelivered:
        say(f"ops: {order_id} is not delivered yet: what was made by hand shows with it later")
    except (ProviderUnavailable, ProviderRefused) as silent:
        raise CommandError(f"the provider does not tell what it refunded: {silent}") from None
    return refunds_store.load(order_id)


def go_on(return_id: str, why: str) -> None:
    """Let a return that stands before an operator go on: it has its refund."""
    send_on(
        returns_store.load(return_id),
        OperatorAnswer(Remedy.RETRY, signature(), clock.timestamp(clock.now()), why),
    )


def statement(why: str) -> dict[str, str]:
    """Who states something now, and why."""
    return {"by": signature(), "why": why, "at": clock.timestamp(clock.now())}


def _account(order_id: str) -> Account:
    try:
        orders.load(order_id)
        return made_by_hand(order_id)
    except orders.OrderUnknown:
        raise CommandError(f"there is no order {order_id}") from None
    except NothingCaptured:
        raise CommandError(f"nothing was captured for {order_id}: there is nothing to give back") from None


def _loaded(order_id: str) -> Account:
    return refunds_store.load(order_id)


def _return(order_id: str, return_id: str) -> Return:
    if ids.order_of_return(return_id) != order_id:
        raise CommandError(f"{return_id} is no return of {order_id}")
    try:
        one = returns_store.load(return_id)
    except ReturnUnknown:
        raise CommandError(f"there is no return {return_id}") from None
    if not one.accepted:
        raise CommandError(f"{return_id} is {one.shown}: only an accepted return has a refund")
    return one


def _stated(account: Account, refund_id: str, why: str, return_id: str | None) -> bool:
    """Whether just this was stated before. Raises CommandError if it was stated otherwise; only whose refund
    it is may be added later."""
    known = account.by_hand.get(refund_id)
    if known is None or known.stated is None or known.return_id != return_id:
        return False
    if known.stated["why"] != why:
        said = known.stated
        raise CommandError(f"{refund_id} was explained by {said['by']} at {said['at']}: {said['why']}")
    return True


def _state(account: Account, refund_id: str, why: str, one: Return | None) -> bool:
    """Whether it was this call that stated it. Raises CommandError."""
    refund = account.refunds.get(one.return_id) if one else None
    done = refund is not None and refund.state is RefundState.DONE and refund.outside is None
    if one and done and not account.failed_by_hand(one.return_id):
        raise CommandError(f"{one.return_id} has its refund already")
    if one:
        _require_enough(refund_id, account.by_hand[refund_id].amount, one)
    return_id = one.return_id if one else None
    try:
        transact([explain(account, refund_id, statement(why), return_id)])
    except ConditionRefused:
        if _stated(_loaded(account.order_id), refund_id, why, return_id):
            return False
        if refund and refund.asked:
            raise CommandError(
                f"the provider was asked for the refund at {refund.asked} and may be making it: retry-stuck"
                " asks again"
            ) from None
        raise CommandError(f"{account.order_id} is not as it was seen: repeat the command") from None
    return True


def _require_enough(refund_id: str, amount: int, one: Return) -> None:
    """A return has one refund: what it gives back beyond that the customer would never get. Raises
    CommandError."""
    owed = one.refund.amount
    if amount < owed:
        raise CommandError(
            f"{refund_id} gave back {amount}, and {one.return_id} gives back {owed}: explain it without"
            f" --return and have retry-stuck give back {owed} on top; or give {owed - amount} more by other"
            f" ways and state it: settle-stuck {one.return_id} --given-back {owed}"
        )

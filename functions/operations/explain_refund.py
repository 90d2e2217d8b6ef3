"""An operator states what a refund that was made by hand at the provider was for.

It may be a return's refund: then it is counted for that return, once, and the return goes on.
"""

from typing import Any

from functions.operations.errors import AnsweredOtherwise, OperationRefused, ProviderSilent, TargetUnknown
from functions.operations.find_stuck import answer_of
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.operator.stop import Remedy
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
from functions.shared import ids
from functions.shared.table import ConditionRefused, transact

Notes = list[str]
"""What an operator is told beside the result."""


def explain_refund(
    order_id: str, refund_id: str, signed: Signed, return_id: str | None, notes: Notes
) -> dict[str, Any]:
    """The refund as it is now recorded. Again is fine; `notes` are added. Raises OperationRefused: nothing
    was changed."""
    account = _account(order_id, notes)
    one = _return(order_id, return_id) if return_id else None
    known = account.by_hand.get(refund_id)
    if known is None:
        listed = ", ".join(sorted(account.by_hand)) or "none"
        raise TargetUnknown(f"no refund {refund_id} was made by hand for {order_id}; by hand were: {listed}")
    if known.return_id is not None and known.return_id != return_id:
        raise OperationRefused(f"{refund_id} is the refund of {known.return_id}")
    if not _stated(account, refund_id, signed.why, return_id):
        _state(account, refund_id, signed, one)
    if one is not None:
        _go_on(one.return_id, signed)
    recorded = _loaded(order_id).by_hand[refund_id]
    return {
        "order_id": order_id,
        "refund_id": refund_id,
        "amount": recorded.amount,
        "made_at": recorded.made_at,
        "return_id": recorded.return_id,
        "stated": recorded.stated,
    }


def made_by_hand(order_id: str, notes: Notes) -> Account:
    """The account, with all in it that was made by hand as the provider lists it now. Raises
    OperationRefused, NothingCaptured."""
    payment = payments.load(order_id)
    if payment is None or payment.hold_id is None:
        raise NothingCaptured(order_id)
    try:
        record_refunds(provider.read_hold(payment.hold_id))
    except NotDelivered:
        notes.append(f"{order_id} is not delivered yet: what was made by hand shows with it later")
    except (ProviderUnavailable, ProviderRefused) as silent:
        raise ProviderSilent(f"the provider does not tell what it refunded: {silent}") from None
    return refunds_store.load(order_id)


def _go_on(return_id: str, signed: Signed) -> None:
    """Let a return that stands before an operator go on: it has its refund."""
    send_on(returns_store.load(return_id), answer_of(Remedy.RETRY, signed))


def _account(order_id: str, notes: Notes) -> Account:
    try:
        orders.load(order_id)
        return made_by_hand(order_id, notes)
    except orders.OrderUnknown:
        raise TargetUnknown(f"there is no order {order_id}") from None
    except NothingCaptured:
        raise OperationRefused(
            f"nothing was captured for {order_id}: there is nothing to give back"
        ) from None


def _loaded(order_id: str) -> Account:
    return refunds_store.load(order_id)


def _return(order_id: str, return_id: str) -> Return:
    if ids.order_of_return(return_id) != order_id:
        raise OperationRefused(f"{return_id} is no return of {order_id}")
    try:
        one = returns_store.load(return_id)
    except ReturnUnknown:
        raise TargetUnknown(f"there is no return {return_id}") from None
    if not one.accepted:
        raise OperationRefused(f"{return_id} is {one.shown}: only an accepted return has a refund")
    return one


def _stated(account: Account, refund_id: str, why: str, return_id: str | None) -> bool:
    """Whether just this was stated before. Raises OperationRefused if it was stated otherwise; only whose
    refund it is may be added later."""
    known = account.by_hand.get(refund_id)
    if known is None or known.stated is None or known.return_id != return_id:
        return False
    if known.stated["why"] != why:
        said = known.stated
        raise AnsweredOtherwise(f"{refund_id} was explained by {said['by']} at {said['at']}: {said['why']}")
    return True


def _state(account: Account, refund_id: str, signed: Signed, one: Return | None) -> None:
    """Raises OperationRefused."""
    refund = account.refunds.get(one.return_id) if one else None
    done = refund is not None and refund.state is RefundState.DONE and refund.outside is None
    if one and done and not account.failed_by_hand(one.return_id):
        raise OperationRefused(f"{one.return_id} has its refund already")
    if one:
        _require_enough(refund_id, account.by_hand[refund_id].amount, one)
    return_id = one.return_id if one else None
    what = {"refund_id": refund_id} | ({"return_id": return_id} if return_id else {})
    told = journal_store.entry(Entry("explain-refund", account.order_id, signed, what))
    try:
        transact([explain(account, refund_id, signed.as_dict(), return_id), told])
    except ConditionRefused:
        if _stated(_loaded(account.order_id), refund_id, signed.why, return_id):
            return
        if refund and refund.asked:
            raise OperationRefused(
                f"the provider was asked for the refund at {refund.asked} and may be making it: retry-stuck"
                " asks again"
            ) from None
        raise OperationRefused(f"{account.order_id} is not as it was seen: ask again") from None


def _require_enough(refund_id: str, amount: int, one: Return) -> None:
    """A return has one refund: what it gives back beyond that the customer would never get. Raises
    OperationRefused."""
    owed = one.refund.amount
    if amount < owed:
        raise OperationRefused(
            f"{refund_id} gave back {amount}, and {one.return_id} gives back {owed}: explain it without"
            f" a return and have retry-stuck give back {owed} on top; or give {owed - amount} more by other"
            f" ways and state it: settle-stuck {one.return_id} given-back {owed}"
        )

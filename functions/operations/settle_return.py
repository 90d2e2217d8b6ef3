"""An operator ends a return by hand: the refund is made, or was made by other ways; its units are restocked
as ever."""

from typing import Any

from functions.operations.errors import OperationRefused, ProviderSilent
from functions.operations.explain_refund import Notes, made_by_hand
from functions.operations.find_stuck import Stopped, answer_of, send
from functions.operator import store as operator_store
from functions.operator.journal import Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.payment import refunds_store
from functions.payment.errors import ProviderRefused, ProviderUnavailable
from functions.payment.provider import provider
from functions.payment.refund_payment import refund_payment
from functions.payment.refunds import Account, RefundRefused, RefundState, made_for
from functions.payment.refunds_store import NothingCaptured
from functions.payment.writes import explain_refund, state_refund_outside
from functions.returns import store as returns_store
from functions.returns.returns import Return, Stage
from functions.returns.writes import RETURNS, ReturnUnknown
from functions.shared.items import Unreadable
from functions.shared.table import ConditionRefused, transact
from functions.shared.write import Write


def settle_return(stopped: Stopped, signed: Signed, given_back: int | None, notes: Notes) -> dict[str, Any]:
    """As settle_order; `notes` are added for the operator. Raises OperationRefused."""
    one = returns_store.load(stopped.subject)
    if one.stage is Stage.CLOSED:
        _require_settled(one)
        if given_back is not None:
            _require_stated(one, given_back)
    if one.stage is Stage.REQUESTED:
        raise OperationRefused(f"{one.return_id} was not decided: accept-return or reject-return sends it on")
    answer = answer_of(Remedy.SETTLED, signed)
    if one.open:
        _settle(one, answer, given_back, notes)
    send(stopped, answer)
    settled = returns_store.load(one.return_id)
    return {"id": one.return_id, "status": settled.shown, "settled": settled.settled}


def _settle(one: Return, answer: OperatorAnswer, given_back: int | None, notes: Notes) -> None:
    if given_back is not None:
        _take_word(one, answer, given_back, notes)
        return
    if one.accepted:
        _refund(one)
    returns_store.settle(one.return_id, answer)
    _require_settled(one)


def _refund(one: Return) -> None:
    try:
        refund_payment(one.order_id, one.return_id, one.refund.amount, why=one.return_id, told=True)
    except (RefundRefused, ProviderUnavailable, ProviderRefused, NothingCaptured) as failed:
        raise OperationRefused(
            f"the refund failed again ({failed}): refund {one.refund.amount} by other ways and state"
            f" given-back {one.refund.amount}"
        ) from None


def _take_word(one: Return, answer: OperatorAnswer, given_back: int, notes: Notes) -> None:
    if not one.accepted:
        raise OperationRefused(f"{one.return_id} was rejected: there is nothing to give back")
    if given_back != one.refund.amount:
        raise OperationRefused(f"{one.return_id} is to be refunded {one.refund.amount}, not {given_back}")
    try:
        account = refunds_store.load(one.order_id)
    except NothingCaptured:
        raise OperationRefused(
            f"nothing was captured for {one.order_id}: there is nothing to give back"
        ) from None
    statement = _statement(account, one, answer, given_back, notes)
    mark = RETURNS.settle(one.return_id, operator_store.statement(answer))
    try:
        transact([statement, mark, _told(one, answer, given_back)])
    except ConditionRefused:
        _require_stated(one, given_back)
        returns_store.settle(one.return_id, answer)  # stated before
        _require_settled(one)


def lost_its_refund(return_id: str) -> bool:
    """Whether a return has come to its end by a refund made by hand that failed since."""
    try:
        one = returns_store.load(return_id)
        return not one.open and refunds_store.load(one.order_id).failed_by_hand(return_id) is not None
    except (ReturnUnknown, NothingCaptured, Unreadable):
        return False


def settle_failed(return_id: str, signed: Signed, given_back: int | None, notes: Notes) -> dict[str, Any]:
    """State what was given back for such a return instead. Raises OperationRefused."""
    one = returns_store.load(return_id)
    owed = one.refund.amount
    if given_back != owed:
        raise OperationRefused(
            f"the refund of {return_id} was made by hand and has failed: give {owed} back again, by hand or"
            f" by other ways, and state given-back {owed}"
        )
    answer = answer_of(Remedy.SETTLED, signed)
    statement = _statement(refunds_store.load(one.order_id), one, answer, given_back, notes)
    try:
        transact([statement, _told(one, answer, given_back)])
    except ConditionRefused:
        _require_stated(one, given_back)
    return {"id": return_id, "status": one.shown, "settled": one.settled, "given_back": given_back}


def _told(one: Return, answer: OperatorAnswer, given_back: int) -> Write:
    return operator_store.told_of(one.return_id, answer, given_back=given_back)


def _statement(account: Account, one: Return, answer: OperatorAnswer, given_back: int, notes: Notes) -> Write:
    account, refund_id = _looked_up(account, one.return_id, given_back, notes)
    if refund_id is None:
        return state_refund_outside(account, one.return_id, given_back, answer.by, answer.why)
    notes.append(f"{refund_id} was made by hand and is the refund of {one.return_id}")
    stated = {"by": answer.by, "why": answer.why, "at": answer.at}
    return explain_refund(account, refund_id, stated, one.return_id)


def _looked_up(account: Account, return_id: str, given_back: int, notes: Notes) -> tuple[Account, str | None]:
    """As `_by_hand`, once it is known that no refund of ours was made. Where nothing was ever held, the
    provider has nothing to tell. Raises OperationRefused."""
    if account.hold_id is None:
        return account, None
    if return_id in account.refunds:
        _require_unrefunded(account, account.hold_id, return_id)
    return _by_hand(account, given_back, notes)


def _by_hand(account: Account, given_back: int, notes: Notes) -> tuple[Account, str | None]:
    """The one refund of this amount that was made by hand at the provider and is no return's yet: that is
    what was given back. None if there is none. Raises OperationRefused: which of several is not guessed."""
    try:
        account = made_by_hand(account.order_id, notes)
    except OperationRefused as silent:
        notes.append(f"{silent}; a refund made by hand there is not looked for")
    fitting = [
        name for name, made in account.by_hand.items() if made.amount == given_back and not made.return_id
    ]
    if len(fitting) > 1:
        raise OperationRefused(
            f"{', '.join(sorted(fitting))} were made by hand, each of {given_back}: say by explain-refund"
            " which of them is this return's"
        )
    return account, fitting[0] if fitting else None


def _require_stated(one: Return, given_back: int) -> None:
    """A statement was refused: fine where it was made before. Raises OperationRefused that says why not."""
    account = refunds_store.load(one.order_id)
    refund = account.refunds.get(one.return_id)
    if refund is not None and given_back in (refund.outside, account.given_back(one.return_id)):
        return
    if refund is not None and refund.state is RefundState.DONE:
        raise OperationRefused(f"the provider refunded {one.return_id}: leave given-back out")
    if refund is not None and refund.asked:
        raise OperationRefused(
            f"the provider was asked for the refund at {refund.asked} and may be making it: settle-stuck"
            " without given-back, or retry-stuck, asks again"
        )
    _require_settled(one)
    raise OperationRefused(f"{one.return_id} is not as it was seen: ask again")


def _require_settled(one: Return) -> None:
    """Raises OperationRefused if the return has come to its end, and no operator had it ended."""
    found = returns_store.load(one.return_id)
    if found.settled is None:
        raise OperationRefused(f"{found.return_id} has come to its end by itself: it is {found.shown}")


def _require_unrefunded(account: Account, hold_id: str, return_id: str) -> None:
    """A claim may have got further than its record says: then the way on finds the refund. Raises
    OperationRefused: nobody is refunded twice on a guess."""
    try:
        refunds = list(provider.list_refunds(hold_id))
        made = made_for(return_id, refunds, account.failed(return_id))
    except RefundRefused:
        return  # it failed there: its money never went back
    except (ProviderUnavailable, ProviderRefused) as silent:
        raise ProviderSilent(f"the provider does not tell what it refunded: {silent}") from None
    if made is not None:
        raise OperationRefused(f"the provider refunded {return_id} ({made.refund_id}): leave given-back out")

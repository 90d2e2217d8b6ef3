"""An operator states what was given back for a return, or for a refund of an amount, that has come to its end
by a refund made by hand, which failed since."""

from typing import Any

from functions.operations.errors import OperationRefused
from functions.operations.explain_refund import Notes
from functions.operations.find_stuck import answer_of
from functions.operations.given_back import load_claim, require_stated, statement, told
from functions.operator.journal import Signed
from functions.operator.stop import Remedy
from functions.payment import refunds_store
from functions.payment.refunds_store import NothingCaptured
from functions.refunds.writes import RefundUnknown
from functions.returns.writes import ReturnUnknown
from functions.shared import ids
from functions.shared.items import Unreadable
from functions.shared.table import ConditionRefused, transact


def lost_its_refund(subject: str) -> bool:
    """Whether it is such a return, or such a refund."""
    if ids.order_of_part(subject) is None:
        return False
    try:
        claim = load_claim(subject)
        failed = refunds_store.load(claim.order_id).failed_by_hand(subject)
    except (ReturnUnknown, RefundUnknown, NothingCaptured, Unreadable):
        return False
    return claim.ended != "" and failed is not None


def settle_failed(subject: str, signed: Signed, given_back: int | None, notes: Notes) -> dict[str, Any]:
    """`{id, status, settled, given_back}`; `notes` are added for the operator. Raises OperationRefused."""
    claim = load_claim(subject)
    account = refunds_store.load(claim.order_id)
    owed = claim.owed(account)
    if given_back != owed:
        raise OperationRefused(
            f"the refund of {subject} was made by hand and has failed: give {owed} back again, by hand or"
            f" by other ways, and state given-back {owed}"
        )
    answer = answer_of(Remedy.SETTLED, signed)
    stated = statement(account, subject, answer, given_back, notes)
    try:
        transact([stated, told(claim, answer, given_back)])
    except ConditionRefused:
        require_stated(claim, given_back, lambda: None)
    return {"id": subject, "status": claim.ended, "settled": claim.settled, "given_back": given_back}

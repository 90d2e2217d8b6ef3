"""End by hand what cannot end by itself, an order, a return or a refund of an amount."""

from typing import Any

from functions.operations.errors import AnsweredOtherwise
from functions.operations.explain_refund import Notes
from functions.operations.find_stuck import find
from functions.operations.retry_stuck import told
from functions.operations.settle_failed import lost_its_refund, settle_failed
from functions.operations.settle_order import settle_order
from functions.operations.settle_refund import settle_refund
from functions.operations.settle_return import settle_return
from functions.operator.journal import Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.shared import ids


def settle_stuck(subject: str, signed: Signed, given_back: int | None, notes: Notes) -> dict[str, Any]:
    """`{id, status, settled}`. `given_back`: what the operator states to have given back by other ways, in
    minor units. Again is fine; `notes` are added. Raises OperationRefused."""
    if lost_its_refund(subject):
        return settle_failed(subject, signed, given_back, notes)
    require_unanswered(subject)
    stopped = find(subject)
    if ids.order_of_return(subject):
        return settle_return(stopped, signed, given_back, notes)
    if ids.order_of_amount_refund(subject):
        return settle_refund(stopped, signed, given_back, notes)
    return settle_order(stopped, signed, given_back)


def require_unanswered(subject: str) -> OperatorAnswer | None:
    """That nobody sent it on instead. The answer if it was settled before. Raises OperationRefused."""
    earlier = find(subject).stuck.answer
    if earlier is not None and earlier.remedy is not Remedy.SETTLED:
        raise AnsweredOtherwise(f"already answered: {told(earlier)}")
    return earlier

"""An operator ends a refund of an amount by hand: it is made, or was made by other ways."""

from typing import Any

from functions.operations.errors import OperationRefused
from functions.operations.explain_refund import Notes
from functions.operations.find_stuck import Stopped, answer_of, send
from functions.operations.given_back import (
    account_of,
    claim_of_refund,
    refund_again,
    require_owed,
    require_stated,
    statement,
    told,
)
from functions.operator import store as operator_store
from functions.operator.journal import Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.refunds import store as amounts_store
from functions.refunds.refund import AmountRefund
from functions.refunds.writes import REFUNDS
from functions.shared.table import ConditionRefused, transact


def settle_refund(stopped: Stopped, signed: Signed, given_back: int | None, notes: Notes) -> dict[str, Any]:
    """As settle_return. Raises OperationRefused."""
    one = amounts_store.load(stopped.subject)
    answer = answer_of(Remedy.SETTLED, signed)
    if one.open:
        _settle(one, answer, given_back, notes)
    else:
        _require_settled(one)
        if given_back is not None:
            _require_stated(one, given_back)
    send(stopped, answer)
    settled = amounts_store.load(one.refund_id)
    return {"id": one.refund_id, "status": settled.stage.value, "settled": settled.settled}


def _settle(one: AmountRefund, answer: OperatorAnswer, given_back: int | None, notes: Notes) -> None:
    if given_back is not None:
        _take_word(one, answer, given_back, notes)
        return
    refund_again(claim_of_refund(one))
    amounts_store.settle(one.refund_id, answer)
    _require_settled(one)


def _take_word(one: AmountRefund, answer: OperatorAnswer, given_back: int, notes: Notes) -> None:
    claim, account = claim_of_refund(one), account_of(one.order_id)
    require_owed(claim, account, given_back)
    stated = statement(account, one.refund_id, answer, given_back, notes)
    mark = REFUNDS.settle(one.refund_id, operator_store.statement(answer))
    try:
        transact([stated, mark, told(claim, answer, given_back)])
    except ConditionRefused:
        _require_stated(one, given_back)
        amounts_store.settle(one.refund_id, answer)  # stated before
        _require_settled(one)


def _require_stated(one: AmountRefund, given_back: int) -> None:
    require_stated(claim_of_refund(one), given_back, lambda: _require_settled(one))


def _require_settled(one: AmountRefund) -> None:
    """Raises OperationRefused if the refund was given back, and no operator had it ended."""
    if amounts_store.load(one.refund_id).settled is None:
        raise OperationRefused(f"{one.refund_id} has come to its end by itself: it is given back")

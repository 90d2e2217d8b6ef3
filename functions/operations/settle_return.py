"""An operator ends a return by hand: the refund is made, or was made by other ways; its units are restocked
as ever."""

from typing import Any

from functions.operations.errors import OperationRefused
from functions.operations.explain_refund import Notes
from functions.operations.find_stuck import Stopped, answer_of, send
from functions.operations.given_back import (
    account_of,
    claim_of_return,
    refund_again,
    require_owed,
    require_stated,
    statement,
    told,
)
from functions.operator import store as operator_store
from functions.operator.journal import Signed
from functions.operator.stop import OperatorAnswer, Remedy
from functions.returns import store as returns_store
from functions.returns.returns import Return, Stage
from functions.returns.writes import RETURNS
from functions.shared.table import ConditionRefused, transact


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
        refund_again(claim_of_return(one))
    returns_store.settle(one.return_id, answer)
    _require_settled(one)


def _take_word(one: Return, answer: OperatorAnswer, given_back: int, notes: Notes) -> None:
    if not one.accepted:
        raise OperationRefused(f"{one.return_id} was rejected: there is nothing to give back")
    claim, account = claim_of_return(one), account_of(one.order_id)
    require_owed(claim, account, given_back)
    stated = statement(account, one.return_id, answer, given_back, notes)
    mark = RETURNS.settle(one.return_id, operator_store.statement(answer))
    try:
        transact([stated, mark, told(claim, answer, given_back)])
    except ConditionRefused:
        _require_stated(one, given_back)
        returns_store.settle(one.return_id, answer)  # stated before
        _require_settled(one)


def _require_stated(one: Return, given_back: int) -> None:
    require_stated(claim_of_return(one), given_back, lambda: _require_settled(one))


def _require_settled(one: Return) -> None:
    """Raises OperationRefused if the return has come to its end, and no operator had it ended."""
    found = returns_store.load(one.return_id)
    if found.settled is None:
        raise OperationRefused(f"{found.return_id} has come to its end by itself: it is {found.shown}")

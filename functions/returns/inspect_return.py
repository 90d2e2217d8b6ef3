"""The inspector's answer. One conditional write decides; tokens and decision are on one item, each written by
an update that returns all of it, so whoever of them comes last sees both and answers the execution."""

from collections.abc import Sequence
from functools import partial

from functions.operator.answer_stop import answer_stop
from functions.operator.stop import OperatorAnswer, Remedy
from functions.returns import store as returns_store
from functions.returns.returns import Inspection, InspectionResult, Return
from functions.returns.store import ReturnMoved
from functions.shared import clock, machines
from functions.shared.errors import BusinessError


class ReturnRejected(BusinessError):
    """The inspector turned the return down."""


class AlreadyInspected(Exception):
    """The return was decided otherwise before. `found` is how it stands."""

    def __init__(self, found: Return) -> None:
        super().__init__(found.return_id)
        self.found = found


def inspect_return(return_id: str, result: InspectionResult, by: str, why: str | None) -> Return:
    """The return, decided. The same answer again changes nothing, and sends on what got stuck after it.
    Raises AlreadyAnswered, ReturnUnknown."""
    inspection = Inspection(result, by, clock.timestamp(clock.now()), why)
    try:
        return_ = returns_store.decide(return_id, inspection)
    except ReturnMoved as moved:
        return_ = moved.found
        if return_.inspection is None or return_.inspection.result is not result:
            raise AlreadyInspected(return_) from None
    _answer(return_, return_.task_tokens)
    send_on(return_, OperatorAnswer(Remedy.RETRY, by, inspection.at, why or ""))
    return return_


def send_on(return_: Return, answer: OperatorAnswer) -> None:
    """Let a return that stands in front of an operator go on; nothing if it does not."""
    if return_.stuck is None:
        return
    answer_stop(return_.stuck, answer, partial(returns_store.record_answer, return_.return_id))


def await_inspection(return_id: str, task_token: str) -> None:
    """Keep the execution's token with the return. The decision may have come first."""
    _answer(returns_store.keep_task_token(return_id, task_token), (task_token,))


def _answer(return_: Return, task_tokens: Sequence[str]) -> None:
    """Answering repeats until it is acknowledged; a token that was answered or has expired is fine."""
    if return_.inspection is None:
        return
    if return_.accepted:
        machines.succeed(*task_tokens)
    else:
        machines.fail(*task_tokens, error=ReturnRejected.__name__)

"""The inspector's answer. One conditional write decides; tokens and decision are on one item, each written by
an update that returns all of it, so whoever of them comes last sees both and answers the execution."""

from collections.abc import Sequence
from functools import partial

from functions.operator.answer_stop import answer_stop
from functions.operator.stop import Answer
from functions.operator.stop import Verdict as AnswerVerdict
from functions.returns import store as returns_store
from functions.returns.returns import Decision, Return, Verdict
from functions.returns.store import ReturnMoved
from functions.shared import clock, machines
from functions.shared.errors import BusinessError


class ReturnRejected(BusinessError):
    """The inspector turned the return down."""


class AlreadyAnswered(Exception):
    """The return was decided otherwise before. `found` is how it stands."""

    def __init__(self, found: Return) -> None:
        super().__init__(found.return_id)
        self.found = found


def decide_return(return_id: str, verdict: Verdict, by: str, why: str | None) -> Return:
    """The return, decided. The same answer again changes nothing, and sends on what got stuck after it.
    Raises AlreadyAnswered, ReturnUnknown."""
    decision = Decision(verdict, by, clock.timestamp(clock.now()), why)
    try:
        one = returns_store.decide(return_id, decision)
    except ReturnMoved as moved:
        one = moved.found
        if one.decision is None or one.decision.verdict is not verdict:
            raise AlreadyAnswered(one) from None
    _answer(one, one.task_tokens)
    send_on(one, Answer(AnswerVerdict.RETRY, by, decision.at, why or ""))
    return one


def send_on(one: Return, answer: Answer) -> None:
    """Let a return that stands in front of an operator go on; nothing if it does not."""
    if one.stuck is None:
        return
    answer_stop(one.stuck, answer, partial(returns_store.record_answer, one.return_id))


def await_inspection(return_id: str, task_token: str) -> None:
    """Keep the execution's token with the return. The decision may have come first."""
    _answer(returns_store.keep_task_token(return_id, task_token), (task_token,))


def _answer(one: Return, task_tokens: Sequence[str]) -> None:
    """Answering repeats until it is acknowledged; a token that was answered or has expired is fine."""
    if one.decision is None:
        return
    if one.accepted:
        machines.succeed(*task_tokens)
    else:
        machines.fail(*task_tokens, error=ReturnRejected.__name__)

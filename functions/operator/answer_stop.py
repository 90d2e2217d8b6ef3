"""Send on what stands in front of an operator."""

from collections.abc import Callable

from functions.operator.stop import OperatorAnswer, Stop
from functions.shared import machines
from functions.shared.contention import Contended

TRIES = 12
"""A state that waits is tried no more often."""


def answer_stop(
    stop: Stop, answer: OperatorAnswer, record: Callable[[Stop, OperatorAnswer], Stop | None]
) -> None:
    """Answer all tokens, then `record` the answer (it returns the stop as it then stands, None if there is
    none any more). The tokens first: whoever dies after them is repeated, and a token that was answered is
    fine.

    A token that was written meanwhile is answered too; one that is written later finds the answer, and is
    answered by whoever writes it (`answer_again`). Answered twice at once, the record tells the first. Raises
    Contended.
    """
    for _ in range(TRIES):
        machines.succeed(*stop.task_tokens)
        standing = record(stop, answer)
        if standing is None or standing.answer is not None or standing.entered != stop.entered:
            return
        stop = standing
    raise Contended(f"more tokens came every time, {len(stop.task_tokens)} in all")


def answer_again(stop: Stop, task_token: str) -> None:
    """Another try of a state was written to a stop (as it stands): it may have been answered before."""
    if stop.answer is not None:
        machines.succeed(task_token)

"""Reading, deciding and writing beside any number of others who do the same."""

from collections.abc import Callable
from typing import TypeVar

from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.table import ConditionRefused, TransactionConflicted

T = TypeVar("T")

REFUSALS: tuple[type[Exception], ...] = (ConditionRefused, TransactionConflicted)


class Contended(TransientError):
    """Others wrote first every time; the message says what could not be done."""


def contend(
    attempt: Callable[[], T],
    what: str,
    *,
    tries: int = 5,
    pause: float = 0.0,
    refusals: tuple[type[Exception], ...] = REFUSALS,
) -> T:
    """What the first attempt that nobody forestalls answers.

    Each attempt reads anew, decides, and writes on condition that what it read still stands. One of
    `refusals` means that somebody else wrote in between. `pause`: seconds between the first two attempts,
    growing by as much each time. Raises Contended.
    """
    for number in range(tries):
        try:
            return attempt()
        except refusals:
            if pause:
                clock.pause(pause * number)
    raise Contended(f"{what}: others were quicker {tries} times")

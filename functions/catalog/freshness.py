"""How long a copy of the catalog is good for: the rules of the cache, without its lock.

Times are seconds on a clock that never goes back; chances are drawn by the caller, from 0 up to 1.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Generic, TypeVar

T = TypeVar("T")

FRESH_SECONDS = 10.0
EARLY_SHARE = 0.8
STALE_SECONDS = 600.0
RETRY_SECONDS = 5.0


class Duty(Enum):
    """What a caller is to do who finds the cache as it is."""

    SERVE = "take the copy"
    REFRESH = "the copy is still good; read anew before it runs out"
    READ = "the copy is no good; read, or wait for whoever is reading"


@dataclass(frozen=True)
class Copy(Generic[T]):
    """What was read at `read_at`: taken as it is until `good_until`, renewed by one caller from
    `refresh_at` on."""

    value: T
    read_at: float
    refresh_at: float
    good_until: float


def fresh(value: T, read_at: float, chance: float, good_for: float = FRESH_SECONDS) -> Copy[T]:
    """A copy of what a read that began at `read_at` found, good for so many seconds, ten at most.

    Processes that read at the same moment must not do so for ever: each draws when it renews, somewhere in
    the last fifth of the copy's time.
    """
    seconds = min(good_for, FRESH_SECONDS)
    return Copy(value, read_at, read_at + _spread(seconds, chance), read_at + seconds)


def held_over(copy: Copy[T], now: float, chance: float) -> Copy[T] | None:
    """The copy for a while longer because the table does not answer; None once it is too old for that."""
    oldest = copy.read_at + STALE_SECONDS
    if now >= oldest:
        return None
    good_until = max(copy.good_until, now + RETRY_SECONDS)
    return replace(copy, refresh_at=now + _spread(RETRY_SECONDS, chance), good_until=min(good_until, oldest))


def duty(copy: Copy[T] | None, now: float, reading: bool) -> Duty:
    """`reading`: somebody else is about to bring a new copy."""
    if copy is None or now >= copy.good_until:
        return Duty.READ
    if now >= copy.refresh_at and not reading:
        return Duty.REFRESH
    return Duty.SERVE


def _spread(seconds: float, chance: float) -> float:
    return seconds * (EARLY_SHARE + (1 - EARLY_SHARE) * chance)

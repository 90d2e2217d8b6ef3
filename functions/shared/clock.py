"""The only clock, and the only place that waits. Rules never call it: they are given the time."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current time, UTC, to the millisecond: what a stored timestamp can hold."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and `Z`; sorts as text in order of time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def monotonic() -> float:
    """Seconds on a clock that never goes back; for measuring a wait, never for storing."""
    return time.monotonic()


def pause(seconds: float) -> None:
    """Let other work go on between two tries."""
    time.sleep(seconds)

"""How long things took, in a fixed histogram: its size does not depend on how many were counted, and two add
up to one."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

BOUNDS_MS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000, 300_000, 3_600_000)
"""The upper end of each box (milliseconds); what took longer is in a last box without an end."""

PERCENTILES = (50, 90, 99)

Boxes = tuple[int, ...]
NONE: Boxes = (0,) * (len(BOUNDS_MS) + 1)


def boxes_of(durations_ms: Iterable[int]) -> Boxes:
    counts = list(NONE)
    for one in durations_ms:
        counts[bisect_left(BOUNDS_MS, one)] += 1
    return tuple(counts)


def added(first: Sequence[int], second: Sequence[int]) -> Boxes:
    return tuple(one + other for one, other in zip(first, second, strict=True))


def percentile(boxes: Sequence[int], percent: int) -> int | None:
    """The upper end of the box that so many percent are in or before: they took no longer. None where nothing
    was counted, or where that box has no end."""
    wanted = -(-sum(boxes) * percent // 100)
    if not wanted:
        return None
    reached = 0
    for bound, count in zip(BOUNDS_MS, boxes, strict=False):
        reached += count
        if reached >= wanted:
            return bound
    return None


def summary(boxes: Sequence[int]) -> dict[str, int | None]:
    """`{count, p50_ms, p90_ms, p99_ms}`: upper ends."""
    return {"count": sum(boxes)} | {f"p{one}_ms": percentile(boxes, one) for one in PERCENTILES}

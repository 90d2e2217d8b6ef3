"""Simulated time: work that sleeps and goes on, each at its moment, in the same order in every run."""

import heapq
from collections.abc import Generator

Work = Generator[float, None, None]
"""Yields the seconds until it goes on."""


class Agenda:
    def __init__(self) -> None:
        self.now = 0.0
        self._begun = 0
        self._waiting: list[tuple[float, int, Work]] = []

    def begin(self, work: Work, after: float = 0.0) -> None:
        self._wait(self.now + after, work)

    def run_until(self, end: float) -> None:
        """All that is due until then; afterwards it is then."""
        while self._waiting and self._waiting[0][0] <= end:
            self.now, _, work = heapq.heappop(self._waiting)
            pause = next(work, None)
            if pause is not None:
                self._wait(self.now + pause, work)
        self.now = end

    @property
    def idle(self) -> bool:
        return not self._waiting

    def _wait(self, moment: float, work: Work) -> None:
        self._begun += 1
        heapq.heappush(self._waiting, (moment, self._begun, work))


class Bucket:
    """Tokens that come back at a rate a second, up to `most`."""

    def __init__(self, rate: float, most: float) -> None:
        self._rate, self._most = rate, most
        self._left, self._at = most, 0.0

    def take(self, tokens: float, now: float) -> bool:
        """All of them, or none."""
        if self.left(now) < tokens:
            return False
        self._left -= tokens
        return True

    def left(self, now: float) -> float:
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        return self._left

"""How long the suite waits for something: as long as anything moves.

A slow machine, or a busy one, takes its time and comes to an end all the same. A shop that is stuck shows the
same again and again, and that is what a wait gives up on: nothing that anybody looked at has changed for
STALLED_SECONDS. Whose the change was does not matter: a crowd is served one after another.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import TypeVar

STALLED_SECONDS = 300.0
"""Longer than anything of the shop's that happens by the clock: its sweep, and the brisk patience."""
PAUSE_SECONDS = 0.1

Found = TypeVar("Found")


class Patience:
    """What was seen last, by whoever looks at it, and when that last changed. Safe for many threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._seen: dict[Hashable, Hashable] = {}
        self._moved = now()

    def moves(self) -> None:
        """The suite itself took a step, or somebody's work was done."""
        self._moved = self._now()

    def saw(self, what: Hashable, state: Hashable) -> None:
        """`what` stands at `state`: if that is new, something has moved."""
        with self._lock:
            if what not in self._seen or self._seen[what] != state:
                self._seen[what] = state
                self.moves()

    @property
    def is_over(self) -> bool:
        return self._now() - self._moved >= STALLED_SECONDS

    def until(self, look: Callable[[], Found | None], missed: str) -> Found:
        """What `look` finds, once it is neither None nor False. Raises AssertionError when nothing moves.

        Each wait is a step of the suite's own, and begins with new patience.
        """
        self.moves()
        while True:
            found = look()
            if found is not None and found is not False:
                return found
            assert not self.is_over, f"{missed}: nothing has changed for {STALLED_SECONDS:.0f} s"
            time.sleep(PAUSE_SECONDS)

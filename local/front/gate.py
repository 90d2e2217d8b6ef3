"""Lets so many requests through at once; the others wait in order of arrival, and not for ever."""

import asyncio
from dataclasses import dataclass, field


class Busy(Exception):
    """A request was not let through, so that nothing has come of it; the text says why."""


@dataclass
class Gate:
    """At most `at_once` requests are through, at most `most_waiting` wait, each at most `seconds`."""

    at_once: int
    most_waiting: int
    seconds: float
    _places: asyncio.Semaphore = field(init=False)
    _waiting: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.at_once)  # serves those who wait in order of arrival

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._waiting

    async def enter(self) -> None:
        """Take a place when it is this caller's turn. Raises Busy. Who is cancelled meanwhile has left."""
        if self._waiting >= self.most_waiting:
            raise Busy(f"{self.most_waiting} requests wait already.")
        self._waiting += 1
        try:
            async with asyncio.timeout(self.seconds):
                await self._places.acquire()
        except TimeoutError:
            raise Busy(f"It was not this request's turn within {self.seconds:g} s.") from None
        finally:
            self._waiting -= 1

    def leave(self) -> None:
        """Give a place back; called once for each `enter` that returned."""
        self._places.release()

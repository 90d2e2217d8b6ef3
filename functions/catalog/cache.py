"""A cache of one value that any process may start without: see freshness.py for its rules.

However many callers come at once, one of them reads (single flight): early, while the others are served the
copy, or late, while they wait for the same answer. There is no thread behind it: a Lambda process is frozen
between invocations, so the caller who refreshes does it on its own time.
"""

import random
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from functions.catalog import freshness
from functions.catalog.freshness import Copy, Duty
from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.observe import count, logger

T = TypeVar("T")

WAIT_SECONDS = 20.0


class Cache(Generic[T]):
    """`read` brings a new value; where it raises one of `failures`, the last copy is served a while longer.

    Raises what `read` raises when there is no copy young enough; all who waited for that read are told so.
    """

    def __init__(self, read: Callable[[], T], failures: tuple[type[Exception], ...]) -> None:
        self._read = read
        self._failures = failures
        self.cache_clear()

    def cache_clear(self) -> None:
        """Forget everything, as a fresh process would have it (named as functools.cache names it)."""
        self._lock = threading.Lock()
        self._copy: Copy[T] | None = None
        self._flight: Future[T] | None = None

    def get(self) -> T:
        with self._lock:
            copy, flight = self._copy, self._flight
            todo = freshness.duty(copy, clock.monotonic(), reading=flight is not None)
            if copy is not None and todo is Duty.SERVE:
                return copy.value
            if flight is None:
                own = self._flight = Future()
        if flight is None:
            return self._lead(own)
        try:
            return flight.result(WAIT_SECONDS)
        except TimeoutError:
            raise TransientError(f"the catalog was not read within {WAIT_SECONDS} s") from None

    def _lead(self, flight: "Future[T]") -> T:
        try:
            copy = self._renewed()
        except BaseException as error:
            self._land(flight, None)
            flight.set_exception(error)
            raise
        self._land(flight, copy)
        flight.set_result(copy.value)
        return copy.value

    def _renewed(self) -> Copy[T]:
        began = clock.monotonic()
        try:
            return freshness.fresh(self._read(), began, _chance())
        except self._failures as error:
            last = self._copy
            kept = last and freshness.held_over(last, clock.monotonic(), _chance())
            if kept is None:
                raise
            logger.warning(
                "served from a stale copy",
                extra={"error": type(error).__name__, "age_seconds": round(began - kept.read_at, 1)},
            )
            count("CatalogStale")
            return kept

    def _land(self, flight: "Future[T]", copy: Copy[T] | None) -> None:
        """A flight that was forgotten meanwhile brings nothing in."""
        with self._lock:
            if self._flight is flight:
                self._flight = None
                self._copy = copy or self._copy


def _chance() -> float:
    return random.random()  # noqa: S311 - jitter, not a secret

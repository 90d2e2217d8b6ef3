"""Audits the shop again and again while somebody looks, and only then."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from functions.shared.money import shop_currency

PAUSE_SECONDS = 1.0
REST = 3.0
"""So many times as long as an audit took comes before the next: it reads the whole shop."""
LOOKED_AT_SECONDS = 10.0

Report = dict[str, Any]
logger = logging.getLogger("crash")


class Auditor:
    """`audit` makes a report and may fail: the last one then stands, and it is said since when there is no
    newer one. Thread-safe."""

    def __init__(self, audit: Callable[[], Report], now: Callable[[], float] = time.time) -> None:
        self._audit = audit
        self._now = now
        self._report: Report | None = None
        self._failing_since: float | None = None
        self._logged: set[str] = set()
        self._wanted = threading.Event()
        self._looked = 0.0

    def look(self) -> dict[str, Any]:
        """`report`: the last one, `at` when it was begun; None before the first. `failing_since`: when the
        first audit was begun that could not be made after it, None where the last was made. Times in Unix
        seconds. More follow for as long as this is called."""
        self._looked = self._now()
        self._wanted.set()
        return {"report": self._report, "failing_since": self._failing_since}

    def work(self) -> None:
        """For ever."""
        while True:
            self._wanted.wait()
            began = time.monotonic()
            self.step()
            time.sleep(PAUSE_SECONDS + REST * (time.monotonic() - began))

    def step(self) -> None:
        """One audit if somebody has looked lately."""
        if self._now() - self._looked > LOOKED_AT_SECONDS:
            self._wanted.clear()
            return
        at = self._now()
        try:
            report = self._audit()
        except Exception as failure:  # noqa: BLE001 - whatever is being killed just now: the next one tells
            self._failing_since = self._failing_since or at
            self._log(failure)
            return
        self._report = {"at": at} | short(report)
        self._failing_since = None
        self._logged.clear()

    def _log(self, failure: Exception) -> None:
        """Each kind of failure once, until an audit is made again."""
        cause = failure.__cause__ or failure
        kind = type(cause).__name__
        if kind not in self._logged:
            self._logged.add(kind)
            logger.warning("the audit cannot be made", exc_info=failure)


def short(report: Report) -> Report:
    """Of the audit's report (ops/audit.py), what the bench shows; `held` is in minor units."""
    return {
        "violations": report["violations"],
        "in_flight": report["in_flight"],
        "held": report["payments"]["authorized"],
        "currency": shop_currency(),
        "units_held": sum(stock["held"] for stock in report["stock"].values()),
        "orders": report["orders"],
    }

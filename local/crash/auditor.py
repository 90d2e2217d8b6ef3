"""Audits the shop again and again while somebody looks, and only then."""

import threading
import time
from collections.abc import Callable
from typing import Any

PAUSE_SECONDS = 1.0
REST = 3.0
"""So many times as long as an audit took comes before the next: it reads the whole shop."""
LOOKED_AT_SECONDS = 10.0

Report = dict[str, Any]


class Auditor:
    """`audit` makes a report and may fail: the last one then stands. Thread-safe."""

    def __init__(self, audit: Callable[[], Report], now: Callable[[], float] = time.time) -> None:
        self._audit = audit
        self._now = now
        self._report: Report | None = None
        self._wanted = threading.Event()
        self._looked = 0.0

    def look(self) -> Report | None:
        """The last report, `at` when it was made (Unix seconds); None before the first. More follow for as
        long as this is called."""
        self._looked = self._now()
        self._wanted.set()
        return self._report

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
        except Exception:  # noqa: BLE001 - whatever is being killed just now: the next one tells
            return
        self._report = {"at": at} | short(report)


def short(report: Report) -> Report:
    """Of the audit's report (ops/audit.py), what the bench shows; `held` is in minor units."""
    return {
        "violations": report["violations"],
        "in_flight": report["in_flight"],
        "held": report["payments"]["authorized"],
        "units_held": sum(stock["held"] for stock in report["stock"].values()),
        "orders": report["orders"],
    }

"""Executions start at once: upstream sleeps 0.15 s at the beginning of each."""

import time
from typing import Any

from ministack.services import stepfunctions

from local.aws.anchor import expect

SOURCE = "996dff84e0e0"
DELAY = 0.15


class _Clock:
    """The time module, but for the one sleep of exactly DELAY seconds that `_run_execution` begins with."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        if seconds != DELAY:
            time.sleep(seconds)


def apply() -> None:
    """Give the Step Functions module a clock that skips the delay."""
    expect(stepfunctions, "_run_execution", source=SOURCE)
    stepfunctions.time = _Clock()

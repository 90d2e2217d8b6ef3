"""How the checkout's machine tries its steps again, read from the machine itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MACHINE = Path(__file__).resolve().parents[2] / "statemachines" / "checkout.asl.yaml"
THROTTLED = "Lambda.TooManyRequestsException"
ANY = "States.ALL"


@dataclass(frozen=True)
class Policy:
    """Full jitter, where the machine draws the pause."""

    tries: int
    seconds: float
    rate: float

    def longest_pause(self, failures: int) -> float:
        """Before the next try, after so many failed."""
        pause: float = self.seconds * self.rate ** (failures - 1)
        return pause


def read_policies(state: str) -> dict[str, Policy]:
    """By error: that of a Lambda that was throttled, and that of whatever else may pass."""
    retriers: Sequence[dict[str, Any]] = yaml.safe_load(MACHINE.read_text())["States"][state]["Retry"]
    return {error: _policy(retriers, error) for error in (THROTTLED, ANY)}


def _policy(retriers: Sequence[dict[str, Any]], error: str) -> Policy:
    found = next(one for one in retriers if error in one["ErrorEquals"] or ANY in one["ErrorEquals"])
    return Policy(found["MaxAttempts"], found["IntervalSeconds"], found["BackoffRate"])

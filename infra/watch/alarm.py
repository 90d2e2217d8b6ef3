"""An alarm as data, and how the table of objectives becomes alarms."""

from collections.abc import Iterable
from dataclasses import dataclass

from infra.watch.measure import Measure
from infra.watch.objectives import BURNS, Burn, Objective

QUIET, AS_IT_WAS = "notBreaching", "ignore"
"""What no value means: that all is well; or that what was said last still holds."""


@dataclass(frozen=True)
class Alarm:
    """It goes off where `expression` over `terms`, by their names, is more than `threshold` within `seconds`.
    A missing value counts as 0 in an expression. `page`: of docs/runbook. `wakes`: the one on call, at night
    too; else whoever comes in the morning; None: nobody by itself (it is a part of another)."""

    name: str
    page: str
    says: str
    terms: tuple[tuple[str, Measure], ...]
    expression: str
    threshold: float
    seconds: int
    wakes: bool | None
    missing: str = QUIET


@dataclass(frozen=True)
class Both:
    """It goes off while all of `alarms` do, by their names."""

    name: str
    page: str
    says: str
    alarms: tuple[str, ...]
    wakes: bool


def burning(objective: Objective) -> tuple[list[Alarm], list[Both]]:
    """The windows of an objective, and what makes alarms of each two of them."""
    windows: list[Alarm] = []
    made: list[Both] = []
    for burn in BURNS:
        name = f"{objective.name}-{burn.name}"
        parts = {
            f"{name}-long": burn.long_minutes,
            f"{name}-short": burn.short_minutes,
        }
        windows += [_window(objective, burn, part, minutes) for part, minutes in parts.items()]
        days = f"{objective.window_days} days"
        says = f"{objective.says} The budget of {days} is used up {burn.rate:g} times too fast."
        made.append(Both(name, objective.name, says, tuple(parts), burn.wakes))
    return windows, made


def _window(objective: Objective, burn: Burn, name: str, minutes: int) -> Alarm:
    """The share of failures; 0 with fewer of them than anybody is called for."""
    terms = [(f"f{number}", one) for number, one in enumerate(objective.failed)]
    known = {one: term for term, one in terms}
    whole = [known.get(one, f"t{number}") for number, one in enumerate(objective.total)]
    terms += [(term, one) for term, one in zip(whole, objective.total, strict=True) if one not in known]
    failed = _sum(term for term, one in terms if one in objective.failed)
    # What is asked for in the short window is the long one's in proportion, and one at least.
    fewest = max(1, round(objective.fewest * minutes / burn.long_minutes))
    share = f"IF({failed} >= {fewest}, ({failed}) / ({_sum(whole)}), 0)"
    allowed = (100 - objective.percent) / 100
    says = f"{objective.says} The last {minutes} minutes, a part of {objective.name}-{burn.name}."
    threshold = round(burn.rate * allowed, 6)
    return Alarm(name, objective.name, says, tuple(terms), share, threshold, minutes * 60, None)


def _sum(terms: Iterable[str]) -> str:
    return " + ".join(f"FILL({term}, 0)" for term in terms)

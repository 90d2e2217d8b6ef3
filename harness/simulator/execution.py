"""One execution of a state machine as it stands, and what the machines' files make of its input."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Params = dict[str, Any]
RUNNING, SUCCEEDED, FAILED, ABORTED = "RUNNING", "SUCCEEDED", "FAILED", "ABORTED"
TIMEOUT, HEARTBEAT = "States.Timeout", "States.HeartbeatTimeout"


@dataclass(frozen=True)
class Execution:
    """`token` is that of the task it waits for; `until` and `beat` (seconds of the shop's clock) are when
    its patience ends. `entered` tells this entering of a state from every other. `tries` counts the
    failures of the present state, by retrier."""

    machine: str
    name: str
    given: Params
    state: str
    status: str = RUNNING
    path: tuple[str, ...] = ()
    entered: str = ""
    token: str = ""
    until: float = 0.0
    beat: float = 0.0
    tries: dict[int, int] = field(default_factory=dict)
    error: str = ""

    @property
    def waits(self) -> bool:
        return self.status == RUNNING and bool(self.token)

    @property
    def patience_ends(self) -> float:
        return min(self.until, self.beat)


def moment(number: int) -> str:
    """A time for each entering, later than all before it."""
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=250 * number)
    return at.isoformat().replace("+00:00", "Z")


def matches(rule: Params, error: str) -> bool:
    names = rule["ErrorEquals"]
    return error in names or names == ["States.ALL"] or (error == HEARTBEAT and TIMEOUT in names)


def placed(given: Params, where: str | None, result: Any) -> Params:
    if where is None:
        return given
    if where == "$":
        found: Params = result
        return found
    return given | {where.removeprefix("$."): result}


def filled(template: Any, given: Params, context: dict[str, str]) -> Any:
    """Parameters with their JSONPaths answered: `$.name` and those of the context object."""
    if isinstance(template, dict):
        return {
            name.removesuffix(".$"): _looked_up(value, given, context)
            if name.endswith(".$")
            else filled(value, given, context)
            for name, value in template.items()
        }
    return template


def _looked_up(path: str, given: Params, context: dict[str, str]) -> Any:
    return context[path] if path.startswith("$$.") else given[path.removeprefix("$.")]


def context(one: Execution, token: str) -> dict[str, str]:
    """As much of the context object as the files use."""
    return {
        "$$.Task.Token": token,
        "$$.Execution.Name": one.name,
        "$$.Execution.Id": f"{one.machine}:{one.name}",
        "$$.State.EnteredTime": one.entered,
    }

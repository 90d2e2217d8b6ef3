"""A state machine as a graph, and the way of an execution through it: from its definition and its history.

States of one level are read: the shipped machines have no others (`Parallel`, `Map`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Definition = Mapping[str, Any]
HistoryEvent = Mapping[str, Any]

ANY = "States.ALL"
TIMEOUT = "States.Timeout"
ANY_FAILURE = "States.TaskFailed"
_FAILED = ("Failed", "TimedOut")
_ENDS = {
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionAborted": "ABORTED",
    "ExecutionTimedOut": "TIMED_OUT",
}
RUNNING = "RUNNING"


@dataclass(frozen=True)
class Edge:
    """A way from one state to another. `when`: `next`, `default`, `choice`, or `error` with the names that
    are caught."""

    source: str
    target: str
    when: str
    errors: tuple[str, ...] = ()


@dataclass
class Attempt:
    """One try of a state's task. `outcome`: `running`, `succeeded` or `failed`; `next_try_by`: the latest
    moment at which it is tried again, None where it is not, or was."""

    number: int
    at: datetime
    ended_at: datetime | None = None
    outcome: str = "running"
    error: str | None = None
    cause: str | None = field(default=None, repr=False)
    next_try_by: datetime | None = None


@dataclass
class Visit:
    """An execution's stay in a state; `state` is None where the history begins within it."""

    state: str | None
    entered_at: datetime
    left_at: datetime | None = None
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """`running` while it lasts, else that of its last try."""
        if self.left_at is None:
            return "running"
        return self.attempts[-1].outcome if self.attempts else "succeeded"


@dataclass(frozen=True)
class Way:
    """Where an execution went; `status` as Step Functions names it, RUNNING before its end."""

    visits: list[Visit]
    status: str
    started_at: datetime | None
    ended_at: datetime | None


def edges_of(definition: Definition) -> list[Edge]:
    """In the order of the definition."""
    return [edge for name, state in definition["States"].items() for edge in _edges(name, state)]


def _edges(name: str, state: Mapping[str, Any]) -> Iterator[Edge]:
    if "Next" in state:
        yield Edge(name, state["Next"], "next")
    for choice in state.get("Choices", []):
        yield Edge(name, choice["Next"], "choice")
    if "Default" in state:
        yield Edge(name, state["Default"], "default")
    for catcher in state.get("Catch", []):
        yield Edge(name, catcher["Next"], "error", tuple(catcher["ErrorEquals"]))


def way_of(events: Iterable[HistoryEvent], definition: Definition) -> Way:
    """`events` as Step Functions gives them, the first first; some may be missing at the beginning."""
    visits: list[Visit] = []
    status, started, ended = RUNNING, None, None
    for event in events:
        kind, at = event["type"], event["timestamp"]
        if kind == "ExecutionStarted":
            started = at
        elif kind in _ENDS:
            status, ended = _ENDS[kind], at
            _leave(visits, at)
        elif kind.endswith("StateEntered"):
            _leave(visits, at)
            visits.append(Visit(event["stateEnteredEventDetails"]["name"], at))
        elif kind.endswith("StateExited"):
            _leave(visits, at)
        else:
            _follow(visits, kind, at, event)
    if status == RUNNING and visits and visits[-1].left_at is None:
        _foresee(visits[-1], definition)
    return Way(visits, status, started, ended)


def _leave(visits: list[Visit], at: datetime) -> None:
    if visits and visits[-1].left_at is None:
        visits[-1].left_at = at


def _follow(visits: list[Visit], kind: str, at: datetime, event: HistoryEvent) -> None:
    """What happened to a task. Its kinds are told by their ends: each kind of task has its own beginnings."""
    if not visits:
        visits.append(Visit(None, at))
    attempts = visits[-1].attempts
    if kind.endswith(_FAILED):
        if not attempts or attempts[-1].ended_at:
            attempts.append(Attempt(len(attempts) + 1, at))
        details = _details(event)
        attempts[-1].ended_at, attempts[-1].outcome = at, "failed"
        attempts[-1].error = details.get("error") or (TIMEOUT if kind.endswith("TimedOut") else None)
        attempts[-1].cause = details.get("cause")
    elif kind.endswith("Scheduled"):
        attempts.append(Attempt(len(attempts) + 1, at))
    elif kind.endswith("Succeeded") and attempts:
        attempts[-1].ended_at, attempts[-1].outcome = at, "succeeded"


def _details(event: HistoryEvent) -> Mapping[str, Any]:
    """What stands beside an event under a name that its kind has."""
    found: Mapping[str, Any] = next((event[name] for name in event if name.endswith("EventDetails")), {})
    return found


def _foresee(visit: Visit, definition: Definition) -> None:
    """When the last failure of a visit that lasts is followed by a next try, at the latest: the policy may
    draw a shorter pause."""
    last = visit.attempts[-1] if visit.attempts else None
    if last is None or last.outcome != "failed" or last.ended_at is None or visit.state is None:
        return
    retriers = definition["States"].get(visit.state, {}).get("Retry", [])
    chosen = next((one for one in retriers if _matches(one, last.error)), None)
    if chosen is None:
        return
    failures = sum(
        1 for one in visit.attempts if one.outcome == "failed" and _chosen_of(one, retriers) is chosen
    )
    if failures > chosen.get("MaxAttempts", 3):
        return
    pause = chosen.get("IntervalSeconds", 1) * chosen.get("BackoffRate", 2.0) ** (failures - 1)
    last.next_try_by = last.ended_at + timedelta(seconds=min(pause, chosen.get("MaxDelaySeconds", pause)))


def _chosen_of(attempt: Attempt, retriers: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((one for one in retriers if _matches(one, attempt.error)), None)


def _matches(retrier: Mapping[str, Any], error: str | None) -> bool:
    named = retrier["ErrorEquals"]
    return error in named or ANY in named or (ANY_FAILURE in named and error != TIMEOUT)

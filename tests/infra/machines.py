"""The state machines as their files have them: what the tests of infra/ read of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from infra.definitions import ENDING, FOLDER, machine_names, read_definition

State = dict[str, Any]
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Task:
    """`machine` as its file is called; shown as `checkout/VoidPayment`."""

    machine: str
    name: str
    state: State

    def __str__(self) -> str:
        return f"{self.machine}/{self.name}"

    @property
    def caught(self) -> set[str]:
        """Names of errors, States.ALL included."""
        return {error for one in self.state["Catch"] for error in one["ErrorEquals"]}

    @property
    def retried(self) -> list[State]:
        return [one for one in self.state["Retry"] if one.get("MaxAttempts") != 0]

    @property
    def unretried(self) -> set[str]:
        return {e for one in self.state["Retry"] if one.get("MaxAttempts") == 0 for e in one["ErrorEquals"]}


def shipped(machine: str) -> dict[str, Any]:
    return read_definition(FOLDER / f"{machine}{ENDING}")


def tasks(machine: str) -> list[Task]:
    states = shipped(machine)["States"].items()
    return [Task(machine, name, state) for name, state in states if state["Type"] == "Task"]


def all_tasks() -> list[Task]:
    return [task for machine in machine_names() for task in tasks(machine)]


def seconds_retried(task: Task) -> float:
    """What its last retrier waits in all, at most; full jitter makes it half of that on average."""
    last = task.state["Retry"][-1]
    return sum(_waits(last))


def _waits(retrier: State) -> Iterator[float]:
    for number in range(retrier["MaxAttempts"]):
        yield min(retrier["IntervalSeconds"] * retrier["BackoffRate"] ** number, retrier["MaxDelaySeconds"])

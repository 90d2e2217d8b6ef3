"""The state machines as their files describe them: which states there are, and what each does that fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra.definitions import load_machine, machine_names
from infra.patience import PATIENCE

OPERATOR = "AwaitOperator"
ALL = "States.ALL"
SHIPPED, BRISK = "standard", "brisk"


@dataclass(frozen=True)
class State:
    """A Task state. `step` is what its file has for the function (or the queue) that it asks, as `${Step}`.
    What works `beside` the machines is no state: a function that brings messages, events or answers."""

    machine: str
    name: str
    step: str
    sends: bool
    beside: bool = False

    def __str__(self) -> str:
        return f"{self.machine}/{self.name}"


def machines() -> list[str]:
    """The construct ids of the machines, which are named as their files are."""
    return [name.capitalize() for name in machine_names()]


def states(machine: str) -> Iterator[State]:
    for name, state in definition(machine, SHIPPED)["States"].items():
        if state["Type"] == "Task":
            sends = ":sqs:sendMessage" in state["Resource"]
            yield State(machine, name, _step(state), sends)


@cache
def definition(machine: str, patience: str) -> dict[str, Any]:
    """The file, with the numbers of this patience in it."""
    return load_machine(machine.lower(), PATIENCE[patience])


def retries(state: State, error: str, patience: str) -> int:
    """How often the state tries again after this error: MaxAttempts of the first retrier that names it."""
    if state.beside:
        return 0
    for retrier in definition(state.machine, patience)["States"][state.name].get("Retry", []):
        if error in retrier["ErrorEquals"] or ALL in retrier["ErrorEquals"]:
            return int(retrier.get("MaxAttempts", 3))
    return 0


def knows(state: State, error: str) -> bool:
    """Whether the state tries again after this error in a way of its own."""
    named = definition(state.machine, SHIPPED)["States"][state.name].get("Retry", [])
    return any(error in one["ErrorEquals"] and one.get("MaxAttempts", 3) for one in named)


def escape(state: State, error: str = ALL) -> str | None:
    """Where the state sends what it can do nothing about, or this error; None if nowhere."""
    if state.beside:
        return None
    catchers = definition(state.machine, SHIPPED)["States"][state.name].get("Catch", [])
    return next((one["Next"] for one in catchers if {ALL, error} & set(one["ErrorEquals"])), None)


def _step(state: dict[str, Any]) -> str:
    """`${Name}` in the one place where a Task names whom it asks."""
    asked = state.get("Parameters", {})
    named = asked.get("FunctionName") or asked.get("QueueUrl") or state["Resource"]
    assert named.startswith("${"), f"{named} is not understood by the fault matrix"
    return str(named.strip("${}"))


def all_states() -> list[State]:
    return [state for machine in machines() for state in states(machine)]

"""What stands before an operator, and whether it says what was tried and why it failed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from functions.returns import store as returns_store
from functions.shared import ids
from harness.machine_files import OPERATOR
from harness.moto.executions import history
from harness.moto.world import World


@dataclass(frozen=True)
class Parked:
    error: str
    cause: str
    tokens: tuple[str, ...]


def record(world: World, subject: str) -> Parked | None:
    """The record of an order or of a return, None if there is none."""
    if ids.order_of_return(subject):
        stuck = returns_store.load(subject).stuck
        return Parked(stuck.error, stuck.cause, stuck.task_tokens) if stuck else None
    key = {"order_id": {"S": subject}, "item": {"S": "operator"}}
    table = world.cloud.template.tables["Orders"].name
    item = world.cloud.dynamodb.get_item(TableName=table, Key=key).get("Item")
    if item is None:
        return None
    tokens = tuple(one["S"] for one in item["task_tokens"]["L"])
    return Parked(item["error"]["S"], item["cause"]["S"], tokens)


def problems(execution: Any, found: Parked | None) -> Iterator[str]:
    if found is None:
        yield "it waits for an operator who is told nothing"
        return
    failure = _last_failure(execution)
    if found.error != failure.get("error"):
        yield f"the operator is told {found.error}, it was {failure.get('error')}"
    if failure.get("cause") and not found.cause:
        yield f"the operator is not told why: {failure['cause']}"


def _last_failure(execution: Any) -> dict[str, Any]:
    """What failed last before the execution came to wait for an operator."""
    events = history(execution)
    entered = [
        place
        for place, event in enumerate(events)
        if event.get("stateEnteredEventDetails", {}).get("name") == OPERATOR
    ]
    for event in reversed(events[: entered[-1]]):
        for name, details in event.items():
            if name.endswith(("FailedEventDetails", "TimedOutEventDetails")):
                found: dict[str, Any] = details
                return found
    return {}

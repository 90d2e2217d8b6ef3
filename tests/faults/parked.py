"""What stands before an operator, and whether it says what was tried and why it failed."""

from collections.abc import Iterator
from typing import Any

from functions.operator import store as operator_store
from functions.operator.stop import Stop
from functions.refunds import store as amounts_store
from functions.returns import store as returns_store
from functions.shared import ids
from harness.machine_files import OPERATOR
from harness.moto.executions import history


def record(subject: str) -> Stop | None:
    """The record of an order, of a return or of a refund of an amount, None if there is none."""
    if ids.order_of_return(subject):
        return returns_store.load(subject).stuck
    if ids.order_of_amount_refund(subject):
        return amounts_store.load(subject).stuck
    return operator_store.load(subject)


def problems(execution: Any, found: Stop | None) -> Iterator[str]:
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

"""What a state machine tells of the failure that it parks for an operator."""

from typing import Any

from functions.order.stuck import Stuck, plain
from functions.shared import clock, machines


def what_stopped(event: dict[str, Any]) -> Stuck:
    """In: `{task_token, failure: {Error, Cause?}, execution?}`; `execution` is the ARN of the one that
    waits."""
    failure, execution = event["failure"], event.get("execution", "")
    return Stuck(
        error=failure["Error"],
        cause=plain(failure.get("Cause", "")),
        at=clock.timestamp(clock.now()),
        task_token=event["task_token"],
        execution=execution,
        **machines.tries_before(execution),
    )

"""What a state machine tells of the failure that it parks for an operator."""

from typing import Any

from functions.order.stuck import Stuck, plain
from functions.shared import clock, machines


def what_stopped(event: dict[str, Any]) -> Stuck:
    """In: `{task_token, entered?, failure: {Error, Cause?}, execution?}`; `execution` is the ARN of the one
    that waits, since it was `entered` (RFC 3339)."""
    failure, execution = event["failure"], event.get("execution", "")
    return Stuck(
        error=failure["Error"],
        cause=plain(failure.get("Cause", "")),
        at=clock.timestamp(clock.now()),
        task_tokens=(event["task_token"],),
        entered=event.get("entered", ""),
        execution=execution,
        **machines.tries_before(execution),
    )

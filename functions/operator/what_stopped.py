"""What a state machine tells of the failure that it parks for an operator."""

from datetime import datetime
from typing import Any

from functions.operator.stop import Stuck, plain
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
        entered=_moment(event.get("entered", "")),
        execution=execution,
        **machines.tries_before(execution),
    )


def _moment(told: str) -> str:
    """As all times are written here, so that they can be compared as text; the service may leave a fraction
    out. Empty where nothing was told."""
    return clock.timestamp(datetime.fromisoformat(told)) if told else ""

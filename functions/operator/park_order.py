"""Put an order in front of an operator: the last resort of every way back, after a day of tries."""

from datetime import datetime
from typing import Any

from functions.operator import store
from functions.operator.answer_stop import answer_again
from functions.operator.stop import Stop, plain
from functions.shared import clock, machines

Failure = dict[str, Any]
"""What a machine tells of what it caught: `{task_token, entered?, failure: {Error, Cause?}, execution?}`.
`execution` is the ARN of the one that waits with the token, since it was `entered` (RFC 3339)."""


def park_order(order_id: str, event: Failure) -> None:
    """The execution waits until an operator answers; one that was answered before goes on at once."""
    standing = store.park(order_id, stop_of(event))
    if standing is not None:
        answer_again(standing, event["task_token"])


def stop_of(event: Failure) -> Stop:
    """The stop that a failure makes, with what its execution tried before."""
    failure, execution = event["failure"], event.get("execution", "")
    return Stop(
        error=failure["Error"],
        cause=plain(failure.get("Cause", "")),
        at=clock.timestamp(clock.now()),
        task_tokens=(event["task_token"],),
        entered=_moment(event.get("entered", "")),
        execution=execution,
        **machines.tries_before(execution),
    )


def _moment(event: str) -> str:
    """As all times are written here, so that they can be compared as text; the service may leave a fraction
    out. Empty where nothing was told."""
    return clock.timestamp(datetime.fromisoformat(event)) if event else ""

"""State machines: starting executions, looking whether they have ended and where they went, answering those
that wait.

Machines are named by the environment variable that holds the ARN of their alias (`CHECKOUT_MACHINE`), which
says what version a new execution runs; an execution is named after what it works on, so that starting it
again meets the one that is there.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared import aws, clock
from functions.shared.observe import logger

CHECKOUT = "CHECKOUT_MACHINE"
FULFILMENT = "FULFILMENT_MACHINE"
RETURN = "RETURN_MACHINE"
REFUND = "REFUND_MACHINE"

EVENTS = 1000
"""More than a state leaves that was tried for a day."""

HISTORY_PAGES = 2
"""Of `EVENTS` each, from the end: what is before them is cut off."""

_FAILURES = ("Failed", "TimedOut")
_PARTS = 7
"""Of a machine's ARN; an eighth is the name of an alias of it, or the number of a version."""


@dataclass(frozen=True)
class Recorded:
    """What Step Functions keeps of an execution: the definition that it runs, and its events, the first
    first. `cut`: there were too many, the first are missing."""

    definition: dict[str, Any]
    events: list[dict[str, Any]]
    cut: bool


def start(machine: str, execution: str, given: dict[str, Any]) -> None:
    """Start an execution with this input. Starting it again, while it runs or after it ended, changes
    nothing."""
    client = _client()
    try:
        client.start_execution(stateMachineArn=os.environ[machine], name=execution, input=json.dumps(given))
    except client.exceptions.ExecutionAlreadyExists:
        return


def has_ended(machine: str, execution: str) -> bool | None:
    """Whether the execution of this name has ended; None if there is none (or not yet)."""
    client = _client()
    try:
        found = client.describe_execution(executionArn=_arn(machine, execution))
    except client.exceptions.ExecutionDoesNotExist:
        return None
    return bool(found["status"] != "RUNNING")


def recorded(machine: str, execution: str) -> Recorded | None:
    """What is kept of the execution of this name, for 90 days after its end; None if there is none. At most
    three calls."""
    client, arn = _client(), _arn(machine, execution)
    try:
        events, cut = _last_events(client, arn)
        told = client.describe_state_machine_for_execution(executionArn=arn)
    except client.exceptions.ExecutionDoesNotExist:
        return None
    return Recorded(json.loads(told["definition"]), events, cut)


def events_of(machine: str, execution: str) -> list[dict[str, Any]]:
    """The last events of the execution of this name, the first first; none if there is none."""
    client = _client()
    try:
        return _last_events(client, _arn(machine, execution))[0]
    except client.exceptions.ExecutionDoesNotExist:
        return []


def _last_events(client: Any, arn: str) -> tuple[list[dict[str, Any]], bool]:
    asked: dict[str, Any] = {
        "executionArn": arn,
        "reverseOrder": True,
        "maxResults": EVENTS,
        "includeExecutionData": False,
    }
    events: list[dict[str, Any]] = []
    for _ in range(HISTORY_PAGES):
        page = client.get_execution_history(**asked)
        events += page["events"]
        if "nextToken" not in page:
            break
        asked["nextToken"] = page["nextToken"]
    return sorted(events, key=lambda event: int(event["id"])), "nextToken" in page


def _arn(machine: str, execution: str) -> str:
    """Executions are the machine's, whichever of its aliases started them."""
    parts = os.environ[machine].split(":")[:_PARTS]
    return f"{':'.join(parts).replace(':stateMachine:', ':execution:')}:{execution}"


def tries_before(execution: str) -> dict[str, Any]:
    """What the execution (its ARN) tried before the state that it is in: `state`, how many `attempts`
    failed, and `since` when. Nothing where that cannot be told: who asks has something more important to
    do."""
    if not execution:
        return {}
    try:
        history = _client().get_execution_history(
            executionArn=execution, reverseOrder=True, maxResults=EVENTS, includeExecutionData=False
        )
    except (ClientError, BotoCoreError) as silent:
        logger.warning("an execution's history cannot be read", extra={"error": type(silent).__name__})
        return {}
    return _last_tries(history["events"])


def _last_tries(events: list[dict[str, Any]]) -> dict[str, Any]:
    attempts, entered = 0, 0
    for event in sorted(events, key=lambda one: one["id"], reverse=True):
        if "stateEnteredEventDetails" in event:
            entered += 1
            if entered == 2:
                name = event["stateEnteredEventDetails"]["name"]
                return {"state": name, "attempts": attempts, "since": clock.timestamp(event["timestamp"])}
        elif entered == 1 and event["type"].endswith(_FAILURES):
            attempts += 1
    return {}


def succeed(*task_tokens: str, output: dict[str, Any] | None = None) -> None:
    """Send the waiting execution on, whichever of its tokens lives. Tokens that were answered or have expired
    are fine."""
    for task_token in task_tokens:
        with _unless_gone() as client:
            client.send_task_success(taskToken=task_token, output=json.dumps(output or {}))


def fail(*task_tokens: str, error: str) -> None:
    """Refuse the waiting execution; `error` is the name that its state machine catches. As `succeed`."""
    for task_token in task_tokens:
        with _unless_gone() as client:
            client.send_task_failure(taskToken=task_token, error=error)


def heartbeat(*task_tokens: str) -> None:
    """Somebody is at work on it. As `succeed`."""
    for task_token in task_tokens:
        with _unless_gone() as client:
            client.send_task_heartbeat(taskToken=task_token)


@contextmanager
def _unless_gone() -> Iterator[Any]:
    """The service says in three ways that nobody waits with a token any more: it gave the token out itself,
    so that it does not know it means the same."""
    client = _client()
    known = client.exceptions
    with suppress(known.TaskTimedOut, known.TaskDoesNotExist, known.InvalidToken):
        yield client


def _client() -> Any:
    return aws.client("stepfunctions")

"""`redrive-dead-letters`: have all that ended in a dead-letter queue worked on again, and wait for it."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from functions.operations.dead_letters import DeadLetterQueue, sqs, waiting
from functions.operations.redrive import HIDDEN_SECONDS, Message, Redriven, redrive_some
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.shared.items import describe
from ops.output import say

INVOKED_SECONDS = HIDDEN_SECONDS - 60
"""Longer than any function lives whose failures are kept: the reconcile job has ten minutes."""
_UNKNOWN_ACTION = {"InvalidAction", "UnknownOperation", "UnknownOperationException", "501"}
_MOVING_ALREADY = "AWS.SimpleQueueService.UnsupportedOperation"


def redrive(queue: DeadLetterQueue, signed: Signed) -> dict[str, Any]:
    """`{queue, redriven, left}`; `left` are messages that failed again and stay, or are still on their way.
    `unreadable` names orders of which nothing could be made. The journal is told first: no transaction holds
    a queue."""
    journal_store.write_entries([Entry("redrive-dead-letters", queue.name, signed)])
    count = waiting(queue)
    moved = _moved_by_sqs(queue, count) if queue.kind == "queue" else None
    found = moved or redrive_some(queue, count, invoke=_went_well)
    for message, why in found.broken.items():
        say(f"ops: message {message} stays: {why}")
    left = max(0, count - found.done)
    report: dict[str, Any] = {"queue": queue.name, "redriven": found.done, "left": left}
    return report | ({"unreadable": found.unreadable} if found.unreadable else {})


def redrive_or_why_not(queue: DeadLetterQueue, signed: Signed) -> dict[str, Any]:
    """The same; `error` says what kept a queue as it was. The others are not to wait for it."""
    try:
        return redrive(queue, signed)
    except Exception as failure:  # noqa: BLE001 - whatever is wrong with one queue
        return {"queue": queue.name, "redriven": 0, "left": None, "error": describe(failure)}


def _moved_by_sqs(queue: DeadLetterQueue, count: int) -> Redriven | None:
    """SQS moves them itself, to where they came from; None where it does not offer that."""
    found = sqs().get_queue_attributes(QueueUrl=queue.url, AttributeNames=["QueueArn"])
    try:
        sqs().start_message_move_task(SourceArn=found["Attributes"]["QueueArn"])
    except ClientError as refused:
        code = refused.response["Error"]["Code"]
        if code in _UNKNOWN_ACTION:
            return None
        if code != _MOVING_ALREADY:
            raise
    return Redriven(count, count)


def _went_well(queue: DeadLetterQueue, message: Message) -> bool:
    """One after the other, waiting for each: only what went well leaves the queue."""
    answer = _lambda().invoke(FunctionName=queue.target, Payload=message["Body"].encode())
    return "FunctionError" not in answer


@cache
def _lambda() -> Any:
    """The reconcile job works for up to ten minutes; one that is invoked twice finds its own work done."""
    config = Config(
        connect_timeout=2, read_timeout=INVOKED_SECONDS, retries={"mode": "standard", "total_max_attempts": 1}
    )
    return boto3.client("lambda", config=config)

"""`redrive-dead-letters`: have what ended in a dead-letter queue worked on again.

Messages of a queue go back to it; events are handed to the function that failed at them; what the relay
gave up is made again from the orders' logs. A message leaves its queue only once that went well, and
whoever works on it finds its own work done if it comes twice: so this may be run again, cut short, or run
beside itself.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from functions.fulfilment.tell_warehouse import tell_owed
from functions.relay.rebuild_views import rebuild_views
from functions.relay.replay_events import replay_events
from functions.shared import clock
from functions.shared.items import describe
from ops.dead_letters import DeadLetterQueue, sqs, take, waiting
from ops.journal import note
from ops.output import say

INVOKED_SECONDS = 610
"""Longer than any function lives whose failures are kept: the reconcile job has ten minutes."""
HIDDEN_SECONDS = INVOKED_SECONDS + 60
"""Meanwhile nobody else takes the message."""
BATCHES = 1000
MARGIN = timedelta(minutes=1)
_UNKNOWN_ACTION = {"InvalidAction", "UnknownOperation", "UnknownOperationException", "501"}
_MOVING_ALREADY = "AWS.SimpleQueueService.UnsupportedOperation"


def redrive(queue: DeadLetterQueue, why: str) -> dict[str, Any]:
    """`{queue, redriven, left}`; `left` are messages that failed again and stay, or are still on their
    way. `unreadable` names orders of which nothing could be made, and keeps the messages: nobody knows which
    of them are about these."""
    count = waiting(queue)
    unreadable: list[str] = []
    if queue.kind == "stream":
        done, unreadable = _make_again(queue, count)
    else:
        done = (_back if queue.kind == "queue" else _invoke)(queue, count)
    note("redrive-dead-letters", f"{queue.name} ({done} of {count})", why)
    report: dict[str, Any] = {"queue": queue.name, "redriven": done, "left": max(0, count - done)}
    return report | ({"unreadable": unreadable} if unreadable else {})


def redrive_or_why_not(queue: DeadLetterQueue, why: str) -> dict[str, Any]:
    """The same; `error` says what kept a queue as it was. The others are not to wait for it."""
    try:
        return redrive(queue, why)
    except Exception as failure:  # noqa: BLE001 - whatever is wrong with one queue
        return {"queue": queue.name, "redriven": 0, "left": None, "error": describe(failure)}


def _back(queue: DeadLetterQueue, count: int) -> int:
    """SQS moves them itself, to where they came from; by hand where it does not offer that."""
    arn = sqs().get_queue_attributes(QueueUrl=queue.url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    try:
        sqs().start_message_move_task(SourceArn=arn)
    except ClientError as refused:
        code = refused.response["Error"]["Code"]
        if code == _MOVING_ALREADY:
            return count
        if code not in _UNKNOWN_ACTION:
            raise
        return _each(queue, count, lambda message: _send_back(queue, message))
    return count


def _send_back(queue: DeadLetterQueue, message: dict[str, Any]) -> bool:
    system = message.get("Attributes", {})
    ordered = {name: system[name] for name in ("MessageGroupId", "MessageDeduplicationId") if name in system}
    given = {
        name: {
            part: value for part, value in one.items() if part in ("DataType", "StringValue", "BinaryValue")
        }
        for name, one in message.get("MessageAttributes", {}).items()
    }
    sqs().send_message(QueueUrl=queue.target, MessageBody=message["Body"], MessageAttributes=given, **ordered)
    return True


def _invoke(queue: DeadLetterQueue, count: int) -> int:
    """One after the other, waiting for each: only what went well leaves the queue."""
    return _each(queue, count, lambda message: _went_well(queue.target, message["Body"]))


def _went_well(function: str, event: str) -> bool:
    answer = _lambda().invoke(FunctionName=function, Payload=event.encode())
    return "FunctionError" not in answer


def _make_again(queue: DeadLetterQueue, count: int) -> tuple[int, list[str]]:
    """Every row from the logs, the events of the spans that the messages name, and every last word that a
    warehouse is still owed: how many messages were done with, and the orders that could not be read.
    Fulfilments that were not begun are the sweep's."""
    messages = []
    for _ in range(BATCHES):
        batch = take(queue, HIDDEN_SECONDS)
        messages += batch
        if not batch or len(messages) >= count:
            break
    if not messages:
        return 0, []
    rebuilt = rebuild_views()
    replayed = replay_events([_span(message) for message in messages])
    told = tell_owed()
    unreadable = sorted({*rebuilt.failed, *replayed.unreadable, *told.unreadable})
    if unreadable or replayed.left:
        return 0, unreadable
    for message in messages:
        _delete(queue, message)
    return len(messages), []


def _span(message: dict[str, Any]) -> tuple[str, str]:
    """When the records came that the message is about, with a margin; a message that does not say so is about
    the time until it was sent."""
    try:
        batch = json.loads(message["Body"])["DDBStreamBatchInfo"]
        first, last = (
            datetime.fromisoformat(batch[name])
            for name in ("approximateArrivalOfFirstRecord", "approximateArrivalOfLastRecord")
        )
    except (ValueError, LookupError, TypeError, RecursionError):
        return "", clock.timestamp(clock.now())
    return clock.timestamp(first - MARGIN), clock.timestamp(last + MARGIN)


def _each(queue: DeadLetterQueue, count: int, work: Callable[[dict[str, Any]], bool]) -> int:
    """At most as many as there were: what fails again and comes back is not tried for ever."""
    done = seen = 0
    for _ in range(BATCHES):
        messages = take(queue, HIDDEN_SECONDS) if seen < count else []
        if not messages:
            break
        for message in messages:
            seen += 1
            if _worked(work, message):
                _delete(queue, message)
                done += 1
    return done


def _worked(work: Callable[[dict[str, Any]], bool], message: dict[str, Any]) -> bool:
    """Whether the message is done with; whatever is wrong with one, it stays and the others go on."""
    try:
        return work(message)
    except Exception as failure:  # noqa: BLE001 - as above
        say(f"ops: message {message.get('MessageId', '')} stays: {describe(failure)}")
        return False


def _delete(queue: DeadLetterQueue, message: dict[str, Any]) -> None:
    sqs().delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])


@cache
def _lambda() -> Any:
    """The reconcile job works for up to ten minutes; one that is invoked twice finds its own work done."""
    config = Config(
        connect_timeout=2, read_timeout=INVOKED_SECONDS, retries={"mode": "standard", "total_max_attempts": 1}
    )
    return boto3.client("lambda", config=config)

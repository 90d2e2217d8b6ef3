"""Have what ended in a dead-letter queue worked on again.

Messages of a queue go back to it; events are handed to the function that failed at them; what the relay
gave up is made again from the orders' logs. A message leaves its queue only once that went well, and
whoever works on it finds its own work done if it comes twice: so this may be run again, cut short, or run
beside itself.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from functions.fulfilment.tell_warehouse import tell_owed
from functions.operations.dead_letters import DeadLetterQueue, sqs, take, url_of, waiting
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.relay.rebuild_views import rebuild_views
from functions.relay.replay_events import replay_events
from functions.shared import aws, clock
from functions.shared.items import describe
from functions.shared.observe import logger

INVOKED_SECONDS = 610
"""Longer than any function lives whose failures are kept: the reconcile job has ten minutes."""
HIDDEN_SECONDS = INVOKED_SECONDS + 60
"""Meanwhile nobody else takes the message."""
BATCHES = 1000
AT_ONCE = {"queue": 10, "function": 1}
"""What is taken has to be worked on while it is hidden from others."""
MARGIN = timedelta(minutes=1)
_UNKNOWN_ACTION = {"InvalidAction", "UnknownOperation", "UnknownOperationException", "501"}
_MOVING_ALREADY = "AWS.SimpleQueueService.UnsupportedOperation"


@dataclass(frozen=True)
class Redriven:
    """Of `seen` messages so many are `done` with. `unreadable` names orders of which nothing could be made,
    and keeps the messages: nobody knows which of them are about these."""

    seen: int
    done: int
    unreadable: list[str] = field(default_factory=list)


def redrive(queue: DeadLetterQueue, signed: Signed) -> dict[str, Any]:
    """`{queue, redriven, left}` of all that waits there; `left` are messages that failed again and stay, or
    are still on their way. The journal is told first: no transaction holds a queue."""
    journal_store.write_entries([Entry("redrive-dead-letters", queue.name, signed)])
    count = waiting(queue)
    found = _moved_by_sqs(queue, count) if queue.kind == "queue" else None
    found = found or redrive_some(queue, count)
    report: dict[str, Any] = {
        "queue": queue.name,
        "redriven": found.done,
        "left": max(0, count - found.done),
    }
    return report | ({"unreadable": found.unreadable} if found.unreadable else {})


def redrive_or_why_not(queue: DeadLetterQueue, signed: Signed) -> dict[str, Any]:
    """The same; `error` says what kept a queue as it was. The others are not to wait for it."""
    try:
        return redrive(queue, signed)
    except Exception as failure:  # noqa: BLE001 - whatever is wrong with one queue
        return {"queue": queue.name, "redriven": 0, "left": None, "error": describe(failure)}


def redrive_some(queue: DeadLetterQueue, count: int, has_time: Callable[[], bool] = lambda: True) -> Redriven:
    """Work on at most `count` messages, as long as there is time. Those of a stream are one piece of work."""
    if queue.kind == "stream":
        return _make_again(queue, count)
    work = _send_back if queue.kind == "queue" else _went_well
    return _each(queue, count, lambda message: work(queue, message), has_time)


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


def _send_back(queue: DeadLetterQueue, message: dict[str, Any]) -> bool:
    system = message.get("Attributes", {})
    ordered = {}
    if "MessageGroupId" in system:
        # Under its own deduplication id a FIFO queue would take it for sent, and drop it, for five minutes.
        ordered = {"MessageGroupId": system["MessageGroupId"]}
        ordered |= {"MessageDeduplicationId": message["MessageId"]}
    given = {
        name: {
            part: value for part, value in one.items() if part in ("DataType", "StringValue", "BinaryValue")
        }
        for name, one in message.get("MessageAttributes", {}).items()
    }
    target = url_of(queue.target)
    sqs().send_message(QueueUrl=target, MessageBody=message["Body"], MessageAttributes=given, **ordered)
    return True


def _went_well(queue: DeadLetterQueue, message: dict[str, Any]) -> bool:
    """Invoked, and waited for: only what went well leaves the queue."""
    answer = _lambda().invoke(FunctionName=queue.target, Payload=message["Body"].encode())
    return "FunctionError" not in answer


def _make_again(queue: DeadLetterQueue, count: int) -> Redriven:
    """Every row from the logs, the events of the spans that the messages name, and every last word that a
    warehouse is still owed: what became of the messages, and the orders that could not be read.
    Fulfilments that were not begun are the sweep's."""
    messages = []
    for _ in range(BATCHES):
        batch = take(queue, HIDDEN_SECONDS)
        messages += batch
        if not batch or len(messages) >= count:
            break
    if not messages:
        return Redriven(0, 0)
    rebuilt = rebuild_views()
    replayed = replay_events([_span(message) for message in messages])
    told = tell_owed()
    unreadable = sorted({*rebuilt.failed, *replayed.unreadable, *told.unreadable})
    if unreadable or replayed.left:
        return Redriven(len(messages), 0, unreadable)
    for message in messages:
        _delete(queue, message)
    return Redriven(len(messages), len(messages))


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


def _each(
    queue: DeadLetterQueue,
    count: int,
    work: Callable[[dict[str, Any]], bool],
    has_time: Callable[[], bool],
) -> Redriven:
    """At most as many as there were: what fails again and comes back is not tried for ever."""
    done = seen = 0
    for _ in range(BATCHES):
        if seen >= count or not has_time():
            break
        messages = take(queue, HIDDEN_SECONDS, AT_ONCE[queue.kind])
        if not messages:
            break
        for message in messages:
            seen += 1
            if _worked(work, message):
                _delete(queue, message)
                done += 1
    return Redriven(seen, done)


def _worked(work: Callable[[dict[str, Any]], bool], message: dict[str, Any]) -> bool:
    """Whether the message is done with; whatever is wrong with one, it stays and the others go on."""
    try:
        return work(message)
    except Exception as failure:  # noqa: BLE001 - as above
        told = {"message_id": message.get("MessageId", ""), "error": describe(failure)}
        logger.warning("dead letter stays", extra=told)
        return False


def _delete(queue: DeadLetterQueue, message: dict[str, Any]) -> None:
    sqs().delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])


def _lambda() -> Any:
    """The reconcile job works for up to ten minutes; one that is invoked twice finds its own work done."""
    return aws.client("lambda", connect_seconds=2, read_seconds=INVOKED_SECONDS, tries=1)

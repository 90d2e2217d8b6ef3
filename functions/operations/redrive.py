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

from functions.fulfilment.tell_warehouse import tell_owed
from functions.operations.dead_letters import DeadLetterQueue, sqs, take, url_of
from functions.relay.rebuild_views import rebuild_views
from functions.relay.replay_events import replay_events
from functions.shared import aws, clock
from functions.shared.items import describe

HIDDEN_SECONDS = 670
"""Meanwhile nobody else takes the message: longer than any function lives whose failures are kept."""
BATCHES = 1000
AT_ONCE = {"queue": 10, "function": 1}
"""What is taken has to be worked on while it is hidden from others."""
MARGIN = timedelta(minutes=1)

Message = dict[str, Any]
HasTime = Callable[[], bool]
Work = Callable[[DeadLetterQueue, Message], bool]
"""Whether a message is done with."""


@dataclass(frozen=True)
class Redriven:
    """Of `seen` messages so many are `done` with. `unreadable` names orders of which nothing could be made,
    and keeps the messages: nobody knows which of them are about these. `broken` says of messages that stay,
    by id, what is wrong."""

    seen: int
    done: int
    unreadable: list[str] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)


def redrive_some(
    queue: DeadLetterQueue, count: int, has_time: HasTime = lambda: True, invoke: Work | None = None
) -> Redriven:
    """Work on at most `count` messages, as long as there is time. Those of a stream are one piece of work.
    `invoke` hands an event to the function that failed at it, and says whether it is done with; by default it
    is not waited for, and what fails again comes back to its queue."""
    if queue.kind == "stream":
        return _make_again(queue, count)
    work = _send_back if queue.kind == "queue" else invoke or _handed_on
    return _each(queue, count, lambda message: work(queue, message), has_time)


def _send_back(queue: DeadLetterQueue, message: Message) -> bool:
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


def _handed_on(queue: DeadLetterQueue, message: Message) -> bool:
    event = message["Body"].encode()
    aws.client("lambda").invoke(FunctionName=queue.target, InvocationType="Event", Payload=event)
    return True


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


def _span(message: Message) -> tuple[str, str]:
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
    has_time: HasTime,
) -> Redriven:
    """At most as many as there were: what fails again and comes back is not tried for ever."""
    done = seen = 0
    broken: dict[str, str] = {}
    for _ in range(BATCHES):
        if seen >= count or not has_time():
            break
        messages = take(queue, HIDDEN_SECONDS, min(AT_ONCE[queue.kind], count - seen))
        if not messages:
            break
        for message in messages:
            seen += 1
            if _worked(work, message, broken):
                _delete(queue, message)
                done += 1
    return Redriven(seen, done, broken=broken)


def _worked(work: Callable[[Message], bool], message: Message, broken: dict[str, str]) -> bool:
    """Whether the message is done with; whatever is wrong with one, it stays and the others go on."""
    try:
        return work(message)
    except Exception as failure:  # noqa: BLE001 - as above
        broken[str(message.get("MessageId", ""))] = describe(failure)
        return False


def _delete(queue: DeadLetterQueue, message: Message) -> None:
    sqs().delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])

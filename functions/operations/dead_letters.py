"""Dead-letter queues: what is in each, and how its messages are worked on again."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from functions.operations.errors import TargetUnknown
from functions.operator.stop import plain
from functions.shared import aws, clock
from functions.shared.items import describe

LOOKED_AT = 10


@dataclass(frozen=True)
class DeadLetterQueue:
    """`kind` says how its messages are worked on again: `queue` (moved back to the queue `target`),
    `function` (`target` is invoked with them) or `stream` (they only name records). Queues are known by name
    or by URL."""

    name: str
    kind: str
    queue: str
    target: str

    @property
    def url(self) -> str:
        return url_of(self.queue)


def deployed_queues() -> list[DeadLetterQueue]:
    """By name, as this function's environment tells them: `NAME KIND QUEUE TARGET;...`."""
    rows = (row.split(" ") for row in os.environ["DEAD_LETTERS"].split(";"))
    return sorted((DeadLetterQueue(*row) for row in rows), key=lambda queue: queue.name)


def named(name: str, queues: list[DeadLetterQueue]) -> DeadLetterQueue:
    """Raises TargetUnknown."""
    for queue in queues:
        if queue.name == name:
            return queue
    known = ", ".join(queue.name for queue in queues)
    raise TargetUnknown(f"there is no queue {name!r}; there are {known}")


@cache
def url_of(queue: str) -> str:
    """A queue's URL, by its name; a URL is one already."""
    if "/" in queue:
        return queue
    return str(sqs().get_queue_url(QueueName=queue)["QueueUrl"])


def waiting(queue: DeadLetterQueue) -> int:
    """About how many messages there are, those included that somebody is just looking at."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs().get_queue_attributes(QueueUrl=queue.url, AttributeNames=names)["Attributes"]
    return sum(int(found.get(name, 0)) for name in names)


def take(queue: DeadLetterQueue, visible_after: int, most: int = LOOKED_AT) -> list[dict[str, Any]]:
    """Up to ten messages that nobody else sees for so many seconds."""
    answer = sqs().receive_message(
        QueueUrl=queue.url,
        MaxNumberOfMessages=most,
        VisibilityTimeout=visible_after,
        WaitTimeSeconds=1,
        AttributeNames=["All"],
        MessageAttributeNames=["All"],
    )
    found: list[dict[str, Any]] = answer.get("Messages", [])
    return found


def entry_or_why_not(queue: DeadLetterQueue) -> dict[str, Any]:
    """`{queue, messages, oldest_seconds, first_error, redrive}`; a queue that cannot be looked into does not
    keep the others from being listed."""
    try:
        return _entry(queue)
    except Exception as failure:  # noqa: BLE001 - whatever is wrong with one queue
        return {"queue": queue.name, "unreadable": describe(failure)}


def _entry(queue: DeadLetterQueue) -> dict[str, Any]:
    """The oldest of ten messages that were looked at; for fewer it is the oldest there is."""
    count = waiting(queue)
    messages = take(queue, visible_after=0) if count else []
    oldest = min(messages, key=_sent, default=None)
    return {
        "queue": queue.name,
        "messages": count,
        "oldest_seconds": _age(oldest) if oldest else None,
        "first_error": _error(oldest) if oldest else None,
        "redrive": f"to {queue.kind}" if queue.kind != "stream" else "from the log",
    }


def _sent(message: dict[str, Any]) -> int:
    return int(message["Attributes"]["SentTimestamp"])


def _age(message: dict[str, Any]) -> int:
    return max(0, round((clock.now() - datetime.fromtimestamp(_sent(message) / 1000, UTC)).total_seconds()))


def _error(message: dict[str, Any]) -> str | None:
    """As Lambda and EventBridge note it beside the event, or as Lambda tells of a stream's records. Who moves
    messages between queues notes nothing."""
    noted = {name: one.get("StringValue", "") for name, one in message.get("MessageAttributes", {}).items()}
    for name in ("ErrorMessage", "ERROR_MESSAGE", "ErrorCode", "ERROR_CODE"):
        if noted.get(name):
            return plain(noted[name])
    try:
        told = json.loads(message["Body"])
        condition: str = told["requestContext"]["condition"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return condition


def sqs() -> Any:
    return aws.client("sqs")

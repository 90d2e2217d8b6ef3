"""`list-dead-letters`: every dead-letter queue of every stack, as the stacks' own outputs name them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from functions.operator.stop import plain
from functions.shared import clock
from functions.shared.items import describe
from ops.errors import CommandError

STACKS = "PaidOnce"
REDRIVE = "Redrive"
LOOKED_AT = 10
PAGES = 100


@dataclass(frozen=True)
class DeadLetterQueue:
    """`kind` says how its messages are worked on again: `queue` (moved back to `target`, a queue's URL),
    `function` (`target` is invoked with them) or `stream` (they only name records)."""

    name: str
    kind: str
    url: str
    target: str


def list_dead_letters() -> dict[str, Any]:
    return {"queues": [_entry_or_why_not(queue) for queue in dead_letter_queues()]}


def dead_letter_queues() -> list[DeadLetterQueue]:
    """By name."""
    found = []
    for output in _outputs():
        if output["OutputKey"].endswith(REDRIVE):
            kind, url, *target = output["OutputValue"].split()
            name = output["OutputKey"].removesuffix(REDRIVE)
            found.append(DeadLetterQueue(name, kind, url, target[0] if target else ""))
    return sorted(found, key=lambda queue: queue.name)


def named(name: str) -> DeadLetterQueue:
    """Raises CommandError."""
    queues = {queue.name: queue for queue in dead_letter_queues()}
    if name not in queues:
        raise CommandError(f"there is no queue {name!r}; there are {', '.join(queues)}")
    return queues[name]


def waiting(queue: DeadLetterQueue) -> int:
    """About how many messages there are, those included that somebody is just looking at."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs().get_queue_attributes(QueueUrl=queue.url, AttributeNames=names)["Attributes"]
    return sum(int(found.get(name, 0)) for name in names)


def take(queue: DeadLetterQueue, visible_after: int) -> list[dict[str, Any]]:
    """Up to ten messages that nobody else sees for so many seconds."""
    answer = sqs().receive_message(
        QueueUrl=queue.url,
        MaxNumberOfMessages=LOOKED_AT,
        VisibilityTimeout=visible_after,
        WaitTimeSeconds=1,
        AttributeNames=["All"],
        MessageAttributeNames=["All"],
    )
    found: list[dict[str, Any]] = answer.get("Messages", [])
    return found


def _entry_or_why_not(queue: DeadLetterQueue) -> dict[str, Any]:
    """A queue that cannot be looked into does not keep the others from being listed."""
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


def _outputs() -> Iterator[dict[str, str]]:
    config = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})
    client: Any = boto3.client("cloudformation", config=config)
    request: dict[str, str] = {}
    for _ in range(PAGES):
        page = client.describe_stacks(**request)
        for stack in page["Stacks"]:
            if stack["StackName"].startswith(STACKS):
                yield from stack.get("Outputs", [])
        if "NextToken" not in page:
            return
        request = {"NextToken": page["NextToken"]}
    raise CommandError(f"more than {PAGES} pages of stacks")


@cache
def sqs() -> Any:
    config = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client("sqs", config=config)

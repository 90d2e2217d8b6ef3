"""Dead letters that hold what somebody said: messages that did not arrive in their conversation."""

from collections.abc import Collection, Iterator

from functions.conversation import queue
from functions.conversation.access import SUPPORT, about_nothing
from functions.conversation.queue import Saying
from functions.operations.dead_letters import DeadLetterQueue, sqs, take, waiting
from ops.dead_letters import named

QUEUE = "SayingsFailures"
HIDDEN_SECONDS = 60
"""Meanwhile nobody else takes what was looked at."""
BATCHES = 1000


def of(conversations: Collection[str]) -> list[Saying]:
    """What was said in these and did not arrive."""
    return [saying for _, saying in _found(named(QUEUE), conversations)]


def drop(conversations: Collection[str]) -> int:
    """Delete them; how many."""
    letters = named(QUEUE)
    dropped = 0
    for receipt, _ in _found(letters, conversations):
        sqs().delete_message(QueueUrl=letters.url, ReceiptHandle=receipt)
        dropped += 1
    return dropped


def _found(letters: DeadLetterQueue, conversations: Collection[str]) -> Iterator[tuple[str, Saying]]:
    """At most as many are looked at as there were. What cannot be read is left to whoever mends the queue."""
    left = waiting(letters)
    for _ in range(BATCHES):
        messages = take(letters, HIDDEN_SECONDS) if left > 0 else []
        if not messages:
            return
        left -= len(messages)
        for message in messages:
            saying = _read(message["Body"])
            if saying and _stored_under(saying) in conversations:
                yield message["ReceiptHandle"], saying


def _read(body: str) -> Saying | None:
    try:
        return queue.read(body)
    except (ValueError, LookupError, TypeError):
        return None


def _stored_under(saying: Saying) -> str:
    return about_nothing(saying.caller.owner) if saying.conversation == SUPPORT else saying.conversation

"""Dead letters that hold what somebody said: messages that did not arrive in their conversation."""

from collections.abc import Collection

from functions.conversation import queue
from functions.conversation.access import SUPPORT, about_nothing
from functions.conversation.queue import Saying
from functions.operations.dead_letters import DeadLetterQueue, sqs, take, waiting
from ops.dead_letters import named

QUEUE = "SayingsFailures"
HIDDEN_SECONDS = 60
"""Meanwhile nobody else takes what is looked at; whatever stays is given back at once."""
BATCHES = 1000


def of(conversations: Collection[str]) -> list[Saying]:
    """What was said in these and did not arrive."""
    letters = named(QUEUE)
    found = _take_all(letters)
    for receipt, _ in found:
        _give_back(letters, receipt)
    return [saying for _, saying in found if saying and _stored_under(saying) in conversations]


def drop(conversations: Collection[str]) -> int:
    """Delete them; how many."""
    letters = named(QUEUE)
    dropped = 0
    for receipt, saying in _take_all(letters):
        if saying and _stored_under(saying) in conversations:
            sqs().delete_message(QueueUrl=letters.url, ReceiptHandle=receipt)
            dropped += 1
        else:
            _give_back(letters, receipt)
    return dropped


def _take_all(letters: DeadLetterQueue) -> list[tuple[str, Saying | None]]:
    """With the receipt of each; at most as many as there were. What cannot be read says nothing here."""
    left = waiting(letters)
    found: list[tuple[str, Saying | None]] = []
    for _ in range(BATCHES):
        messages = take(letters, HIDDEN_SECONDS) if left > len(found) else []
        if not messages:
            break
        found += [(message["ReceiptHandle"], _read(message["Body"])) for message in messages]
    return found


def _give_back(letters: DeadLetterQueue, receipt: str) -> None:
    sqs().change_message_visibility(QueueUrl=letters.url, ReceiptHandle=receipt, VisibilityTimeout=0)


def _read(body: str) -> Saying | None:
    try:
        return queue.read(body)
    except (ValueError, LookupError, TypeError):
        return None


def _stored_under(saying: Saying) -> str:
    return about_nothing(saying.caller.owner) if saying.conversation == SUPPORT else saying.conversation

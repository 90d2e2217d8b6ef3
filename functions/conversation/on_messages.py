"""The queue Sayings, on which messages come from sockets."""

from typing import Any

from functions.conversation import queue
from functions.conversation.access import ConversationUnknown
from functions.conversation.announce import announce_message
from functions.conversation.conversation import ClientIdReused
from functions.conversation.say import say
from functions.live.push import push
from functions.shared.messages import Failures, work_through
from functions.shared.observe import concerns


def handle(event: dict[str, Any], _context: Any) -> Failures:
    """Takes messages as queue.py puts them, in order within each conversation. One that fails comes again,
    and is then said and announced as if for the first time."""
    return work_through(event, _say, in_order=True)


def _say(body: str) -> None:
    saying = queue.read(body)
    concerns(saying.conversation)
    try:
        said = say(saying.conversation, saying.caller, saying.client_id, saying.text)
    except ClientIdReused:
        detail = "This client_id was used with another text: pick a new one for each message."
        _refuse(saying, "client-id-reused", detail)
    except ConversationUnknown:
        _refuse(saying, "not-found", "There is no such conversation.")
    else:
        announce_message(said.head, said.message)


def _refuse(saying: queue.Saying, why: str, detail: str) -> None:
    """Its connection may be gone by now: all of its sender's hear of it."""
    refused = {"type": "refused", "to": "say", "why": why, "detail": detail, "client_id": saying.client_id}
    push(saying.caller.owner, refused)

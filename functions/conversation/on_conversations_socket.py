"""The socket's routes `say`, `read` and `typing`."""

import json
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from functions.conversation import queue
from functions.conversation.access import Caller, ConversationUnknown, find
from functions.conversation.announce import announce_presence, announce_read, announce_typing, refuse
from functions.conversation.conversation import NotSaidYet
from functions.conversation.mark_read import mark_read
from functions.conversation.messages import CLIENT, IS_CLIENT_ID, Read, Say, Typing
from functions.conversation.on_messages import UNKNOWN
from functions.live.connections import Connection, connection_of
from functions.shared.api import invalid_fields
from functions.shared.observe import logger
from functions.shared.table import may_pass

OK = {"statusCode": 200}


class Refused(Exception):
    """What was sent comes to nothing: `why` in a word, and what to change."""

    def __init__(self, why: str, detail: str) -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


def handle(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """One message of a connection. Whoever is not connected any more is not answered."""
    connection = connection_of(event["requestContext"]["connectionId"])
    if connection is None:
        return OK
    sent = _json(event.get("body") or "")
    kind = sent.get("type") if isinstance(sent.get("type"), str) else None
    try:
        _take(connection, kind, sent)
    except Refused as refused:
        refuse(connection.owner, kind, refused.why, refused.detail, _client_id(sent))
    return OK


def _take(connection: Connection, kind: str | None, sent: dict[str, Any]) -> None:
    if kind not in CLIENT:
        raise Refused("unknown-type", f"type: one of {', '.join(sorted(CLIENT))} is expected here.")
    try:
        message = CLIENT[kind].model_validate_json(json.dumps(sent))
    except ValidationError as error:
        raise Refused("invalid-message", invalid_fields(error).detail) from error
    caller = Caller(connection.owner, connection.operator)
    try:
        _TAKEN[kind](caller, message)
    except ConversationUnknown as unknown:
        raise Refused("not-found", UNKNOWN) from unknown
    except NotSaidYet as ahead:
        raise Refused("not-said-yet", f"upto: the last message is {ahead.seq}.") from ahead
    except Exception as failure:
        if not may_pass(failure):
            raise
        logger.exception("a service did not answer")
        raise Refused("try-again", "A service behind the shop is busy. Send it again.") from failure


def _hand_in(caller: Caller, message: Say) -> None:
    """Into the queue. Nobody's messages wait behind those of who may not speak here."""
    head = find(message.conversation, caller)
    queue.put(queue.Saying(head.conversation, caller, message.client_id, message.text))


def _read(caller: Caller, message: Read) -> None:
    """Who reads is here, and sees who else is."""
    head, moved = mark_read(message.conversation, caller, message.upto)
    if moved:
        announce_read(head, caller.side)
    announce_presence(head, caller.side)


def _typing(caller: Caller, message: Typing) -> None:
    announce_typing(find(message.conversation, caller), caller.side)


_TAKEN: dict[str, Callable[[Caller, Any], None]] = {"say": _hand_in, "read": _read, "typing": _typing}


def _json(body: str) -> dict[str, Any]:
    """The object that was sent; an empty one for whatever is none."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _client_id(sent: dict[str, Any]) -> str | None:
    given = sent.get("client_id")
    return given if isinstance(given, str) and IS_CLIENT_ID.fullmatch(given) else None

"""The socket's routes say, read, typing and watch."""

from collections.abc import Callable
from typing import Any

from functions.conversation import queue
from functions.conversation.access import Caller, ConversationUnknown, find
from functions.conversation.announce import announce_read, announce_typing
from functions.conversation.conversation import Head, NotSaidYet
from functions.conversation.mark_read import mark_read
from functions.conversation.messages import Read, Say, Typing, Watch
from functions.conversation.present import place_of
from functions.live import connection as connection_rules
from functions.live import typing_store
from functions.live.connection import Connection
from functions.live.messages import Sent
from functions.live.socket import Answer, Refusal, Refusals, take
from functions.live.watch import watch
from functions.session.groups import OPERATORS
from functions.shared import clock
from functions.shared.observe import plain_failures

REFUSALS: Refusals = {
    ConversationUnknown: lambda _: Refusal("not-found", "There is no such conversation."),
    NotSaidYet: lambda ahead: Refusal("not-said-yet", f"upto: the last message is {ahead.seq}."),
}


@plain_failures()
def handle(event: dict[str, Any], _context: Any) -> Answer:
    """Refusals come back on the connection; what comes of a message is pushed."""
    model, work = _ROUTES[event["requestContext"]["routeKey"]]
    return take(event, model, work, REFUSALS)


def _say(connection: Connection, message: Say) -> None:
    """Into the queue. Nobody's messages wait behind those of who may not speak here."""
    caller = _caller(connection)
    head = find(message.conversation, caller)
    queue.put(queue.Saying(head.conversation, caller, message.client_id, message.text))


def _read(connection: Connection, message: Read) -> None:
    """Who reads shows the conversation, and is told whether the other side is there."""
    caller = _caller(connection)
    head, moved = mark_read(message.conversation, caller, message.upto)
    if moved:
        announce_read(head, caller.side)
    _watch_other_side(connection, caller, head)


def _watch(connection: Connection, message: Watch) -> None:
    caller = _caller(connection)
    _watch_other_side(connection, caller, find(message.conversation, caller))


def _watch_other_side(connection: Connection, caller: Caller, head: Head) -> None:
    whom = head.owner if caller.operator else OPERATORS
    watch(connection, connection_rules.Watch(whom, **place_of(head, caller.side, caller.owner)))


def _typing(connection: Connection, message: Typing) -> None:
    caller = _caller(connection)
    head = find(message.conversation, caller)
    if typing_store.begin(f"{caller.side} {head.conversation}", clock.now()):
        announce_typing(head, caller.side)


def _caller(connection: Connection) -> Caller:
    return Caller(connection.owner, connection.operator)


_ROUTES: dict[str, tuple[type[Sent], Callable[[Connection, Any], None]]] = {
    "say": (Say, _say),
    "read": (Read, _read),
    "typing": (Typing, _typing),
    "watch": (Watch, _watch),
}

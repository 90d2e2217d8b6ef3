"""Tell both sides of a conversation, wherever they are connected, what has changed in it.

A push may come twice, and after a later one: messages carry their number, and what is lost is found over
HTTP. Each raises TransientError where a try again may help, once everybody else was told.
"""

from typing import Any

from functions.conversation.access import OPERATORS
from functions.conversation.conversation import Head, Message, Side
from functions.conversation.present import place_of, present_message
from functions.live import connections
from functions.live.push import push
from functions.shared.errors import TransientError

TYPING_SECONDS = 6


def announce_message(head: Head, message: Message) -> None:
    """To both sides, its sender's too, for whom it says that the message is stored. The other side is told
    how much it has not read."""
    listener = message.side.other
    _tell(
        *((head, side, {"type": "message", **_spoken(message, side)}) for side in Side),
        (head, listener, _unread(head, listener)),
    )


def announce_read(head: Head, reader: Side) -> None:
    """To both sides, how far this one has read; to this one's other devices, what is left unread."""
    read = {"type": "read", "side": reader.value, "upto": head.read[reader].upto}
    _tell(*((head, side, read) for side in Side), (head, reader, _unread(head, reader)))


def announce_typing(head: Head, writer: Side) -> None:
    """To the other side, for a few seconds."""
    typing = {"type": "typing", "from": writer.value, "expires_in": TYPING_SECONDS}
    _tell((head, writer.other, typing))


def announce_presence(head: Head, side: Side) -> None:
    """To this side, whether the other one is connected; to the other one, that this one is here."""
    other = side.other
    there = connections.online(_listening(head, other))
    _tell((head, side, _presence(other, there)), *([(head, other, _presence(side, True))] if there else []))


def refuse(owner: str, to: str | None, why: str, detail: str, client_id: str | None) -> None:
    """Tells who sent something that it came to nothing, and what to change."""
    named = {} if client_id is None else {"client_id": client_id}
    push(owner, {"type": "refused", "to": to, "why": why, "detail": detail, **named})


def _tell(*told: tuple[Head, Side, dict[str, Any]]) -> None:
    failed: TransientError | None = None
    for head, side, what in told:
        try:
            push(_listening(head, side), what | place_of(head, side, head.owner))
        except TransientError as failure:
            failed = failure
    if failed is not None:
        raise failed


def _listening(head: Head, side: Side) -> str:
    return OPERATORS if side is Side.OPERATOR else head.owner


def _spoken(message: Message, side: Side) -> dict[str, Any]:
    shown = present_message(message, side)
    return {name: shown[name] for name in ("seq", "client_id", "from", "by", "text", "at")}


def _unread(head: Head, side: Side) -> dict[str, Any]:
    return {"type": "unread", "count": head.unread(side), "seq": head.seq}


def _presence(side: Side, online: bool) -> dict[str, Any]:
    return {"type": "presence", "side": side.value, "online": online}

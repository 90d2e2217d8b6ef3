"""Tell both sides of a conversation, wherever they are connected, what has changed in it.

What is sent is as messages.py says. It may come twice, and overtake another: messages carry their number.
What is lost is found over HTTP. Each of these raises what functions/live/push.py does.
"""

from typing import Any

from functions.conversation.conversation import Head, Message, Side
from functions.conversation.present import place_of, present_message
from functions.live import gateway, push, store
from functions.live.connection import Connection, standing
from functions.live.deliver import Letter
from functions.session.groups import OPERATORS
from functions.shared import clock

TYPING_SECONDS = 6
SPOKEN = ("seq", "client_id", "from", "by", "text", "at")


def announce_message(head: Head, message: Message) -> None:
    """To both sides, so to its sender too, for whom it says that the message is stored. The other side is
    told how much it has not read."""
    letters = []
    for side in Side:
        shown = present_message(message, side)
        told = [{"type": "message", **{name: shown[name] for name in SPOKEN}}]
        told += [_unread(head, side)] if side is message.side.other else []
        letters += _letters(head, side, _listening(head, side), *told)
    push.send(letters)


def announce_read(head: Head, reader: Side) -> None:
    """To both sides, how far this one has read, and to this one what is left."""
    read = {"type": "read", "side": reader.value, "upto": head.read[reader].upto}
    letters = []
    for side in Side:
        told = [read, _unread(head, side)] if side is reader else [read]
        letters += _letters(head, side, _listening(head, side), *told)
    push.send(letters)


def announce_typing(head: Head, writer: Side) -> None:
    """To the other side, for a few seconds."""
    told = {"type": "typing", "from": writer.value, "expires_in": TYPING_SECONDS}
    push.send(_letters(head, writer.other, _listening(head, writer.other), told))


def is_online(head: Head, side: Side) -> bool:
    """Whether anybody of this side is connected, by any of their devices."""
    return bool(standing(_listening(head, side)))


def _listening(head: Head, side: Side) -> list[Connection]:
    if side is Side.OPERATOR:
        return store.followers(OPERATORS, clock.now())
    return store.customers_of_order(head.owner, head.order_id, clock.now())


def _letters(head: Head, side: Side, listening: list[Connection], *told: dict[str, Any]) -> list[Letter]:
    """To each connection, in which the conversation is called as the one who opened it calls it."""
    return [
        Letter(one, gateway.text_of(message | place_of(head, side, one.owner)))
        for one in listening
        for message in told
    ]


def _unread(head: Head, side: Side) -> dict[str, Any]:
    return {"type": "unread", "count": head.unread(side), "seq": head.seq}

"""Conversations and messages as they are shown: over HTTP, and to whoever is connected."""

from typing import Any

from functions.conversation.access import Caller, called
from functions.conversation.conversation import Head, Message, Side
from functions.order.order import Event

SYSTEM = "system"


def present_head(head: Head, caller: Caller) -> dict[str, Any]:
    """A conversation as it is listed: `unread` is the caller's side's, `read` how far each side has read."""
    side, preview = head.last or (None, None)
    return {
        **place_of(head, caller.side, caller.owner),
        "order_id": head.order_id,
        "seq": head.seq,
        "unread": head.unread(caller.side),
        "read": {side.value: head.read[side].upto for side in Side},
        "last": None if side is None else {"from": side.value, "text": preview, "at": head.at},
    }


def place_of(head: Head, side: Side, owner: str) -> dict[str, str]:
    """What the conversation is called by this side, and whose it is: who merged a guest's cart has the
    guest's `support` beside their own."""
    return {
        "conversation": called(head, None if side is Side.OPERATOR else owner),
        "owner": head.owner,
    }


def present_message(message: Message, side: Side) -> dict[str, Any]:
    """As this side sees it: customers are not told which operator answered."""
    return {
        "seq": message.seq,
        "client_id": message.client_id,
        "from": message.side.value,
        "by": message.sender if side is Side.OPERATOR else None,
        "text": message.text,
        "event": None,
        "at": message.at,
    }


def present_event(event: Event, at: str) -> dict[str, Any]:
    """A line of the shop's own about what happened to the order: no message, and never unread."""
    return {
        "seq": None,
        "client_id": None,
        "from": SYSTEM,
        "by": None,
        "text": None,
        "event": event.type,
        "at": at,
    }

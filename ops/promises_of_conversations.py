"""What a shop promises of what is said in it: stored once, in order, without a gap, and counted right."""

from collections.abc import Iterable, Iterator

from functions.conversation.conversation import Head, Message, Side
from functions.conversation.whole_store import Whole


def broken_conversations(conversations: Iterable[Whole]) -> Iterator[str]:
    """One sentence for each way in which a conversation breaks a promise."""
    for one in conversations:
        messages = sorted(one.messages, key=lambda message: message.seq)
        yield from _in_order(one, messages)
        yield from _marked(one, messages)
        if one.head is not None:
            yield from _read(one.head, messages)
            if one.waits != bool(one.head.unread(Side.OPERATOR)):
                yield f"listed otherwise than unread: {one.conversation}"


def _in_order(one: Whole, messages: list[Message]) -> Iterator[str]:
    """Numbers from 1 to the head's, each message with the counts of both sides up to it."""
    last = one.head.seq if one.head else 0
    if [message.seq for message in messages] != list(range(1, last + 1)):
        yield f"messages with a gap: {one.conversation} has {len(messages)}, and its last one is {last}"
    said = dict.fromkeys(Side, 0)
    at = ""
    for message in messages:
        said[message.side] += 1
        if dict(message.said) != said:
            yield f"messages counted wrong: {one.conversation}, message {message.seq}"
        if message.at < at:
            yield f"messages out of order: {one.conversation}, message {message.seq} is before the last one"
        at = message.at
    if one.head is not None and dict(one.head.said) != said:
        yield f"messages counted wrong: {one.conversation} as a whole"


def _marked(one: Whole, messages: list[Message]) -> Iterator[str]:
    """Each message by the marker of its sender's client_id, and each marker by its message."""
    marked = {(message.sender, message.client_id): message.seq for message in messages}
    if len(marked) < len(messages):
        yield f"said twice: {one.conversation} has a client_id more than once"
    if marked != dict(one.markers):
        yield f"said without a marker: {one.conversation}, or marked and not said"


def _read(head: Head, messages: list[Message]) -> Iterator[str]:
    for side, mark in head.read.items():
        theirs = sum(one.side is side.other and one.seq <= mark.upto for one in messages)
        if mark.upto > head.seq or mark.theirs != theirs:
            yield f"read counted wrong: {head.conversation}, by the {side}"

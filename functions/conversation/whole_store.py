"""Whole conversations, by a scan: for audits and tests, not for requests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from functions.conversation.conversation import Head, Message
from functions.conversation.store import HEAD, MARKER, MESSAGE, TABLE, UNREAD, head_from, message_from
from functions.shared.items import Aside, describe, reader, value
from functions.shared.table import scan
from functions.shared.write import Item

Sayer = tuple[str, str]
"""A sender, and the client_id that the sender picked for a message."""


@dataclass(frozen=True)
class Whole:
    """All that is kept of a conversation. `head` is None where there is none. `waits`: operators find it
    among those in which something is unread. `markers` say which message a client_id stands for."""

    conversation: str
    head: Head | None
    waits: bool
    messages: tuple[Message, ...]
    markers: Mapping[Sayer, int]


def load_all(aside: Aside) -> Iterator[Whole]:
    """Every conversation; those that cannot be read whole go `aside`."""
    for conversation, items in groupby(scan(TABLE), key=lambda item: str(item["conversation"])):
        try:
            yield _whole(conversation, {str(item["item"]): item for item in items})
        except Exception as broken:  # noqa: BLE001 - whatever is wrong with one, the others are looked at
            aside[conversation] = describe(broken)


def _whole(conversation: str, items: Mapping[str, Item]) -> Whole:
    head = items.get(HEAD)
    return Whole(
        conversation,
        head_from(head) if head else None,
        head is not None and value(head, "bucket", str).startswith(UNREAD),
        tuple(message_from(item) for name, item in items.items() if name.startswith(MESSAGE)),
        {_sayer(name): _seq(item) for name, item in items.items() if name.startswith(MARKER)},
    )


def _sayer(name: str) -> Sayer:
    sender, _, client_id = name.removeprefix(MARKER).partition("#")
    return sender, client_id


@reader
def _seq(item: Item) -> int:
    return value(item, "seq", int)

"""What was said in a conversation, taken out of it: that something was said, by which side, when, and how far
it was read stays, so that numbers and counts go on. For the command that erases a person
(docs/decisions/0086-what-is-erased.md).
"""

from collections.abc import Iterator
from functools import partial

from functions.conversation.store import HEAD, MARKED, MARKER, MESSAGE, TABLE
from functions.shared.contention import contend
from functions.shared.items import ERASED, value
from functions.shared.table import query, write
from functions.shared.write import Item, Write

_THERE = "attribute_exists(#conversation)"


def erase(conversation: str) -> int:
    """A mark in the place of every text, the shop's too, which may repeat what the customer said; how many
    messages there are. What is said meanwhile is erased, too, or said later. Again changes nothing. Raises
    Unreadable, Contended."""
    return contend(partial(_erase, conversation), f"erase {conversation}")


def _erase(conversation: str) -> int:
    items = list(query(TABLE, "#conversation = :conversation", {"conversation": conversation}))
    changes = list(_changes(items))
    for change in changes:
        write(change)
    for head in (item for item in items if item["item"] == HEAD):
        # Though it shows a mark already: a message may have come since it was read, and be among the changes.
        if changes or value(head, "last_text", str) != ERASED:
            write(_head(head))
    return sum(_is(MESSAGE, item) for item in items)


def _changes(items: list[Item]) -> Iterator[Write]:
    """A marker tells a repeat by a fingerprint of its text, which short texts can be guessed by."""
    for item in items:
        if _is(MESSAGE, item) and value(item, "text", str) != ERASED:
            yield _marked("message", item, "text")
        elif _is(MARKER, item) and value(item, "digest", str) != ERASED:
            yield _marked(MARKED, item, "digest")


def _marked(label: str, item: Item, name: str) -> Write:
    return Write.update(
        TABLE, label, _key(item), f"SET #{name} = :mark", condition=_THERE, values={"mark": ERASED}
    )


def _head(head: Item) -> Write:
    """Refused where something was said since it was read: its text is to be erased as well."""
    return Write.update(
        TABLE,
        HEAD,
        _key(head),
        "SET #last_text = :mark",
        condition="#seq = :seen",
        values={"mark": ERASED, "seen": value(head, "seq", int)},
    )


def _is(kind: str, item: Item) -> bool:
    return str(item["item"]).startswith(kind)


def _key(item: Item) -> Item:
    return {"conversation": item["conversation"], "item": item["item"]}

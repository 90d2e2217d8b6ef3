"""The Conversations table: a head under each conversation, its messages, and a marker for each client_id.

A message is one transaction of the three: the head goes on from what was read, the message takes the next
number, the marker keeps the sender's client_id from standing for another one.
"""

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice

from functions.conversation.conversation import Counts, Head, Mark, Message, Side
from functions.shared import ids
from functions.shared.items import Aside, optional, read_each, reader, value, word
from functions.shared.table import batch_get, get, query, scan, transact, write
from functions.shared.write import Item, Write

TABLE = "CONVERSATIONS_TABLE"
HEAD = "head"
MESSAGE = "message#"
MARKER = "said#"
OWNER_INDEX = "by_owner"
ACTIVITY_INDEX = "by_activity"
BUCKETS = 4
UNREAD, READ = "unread", "read"

MARKED = "marker"
"""The label of the write that is refused where the sender's client_id stands for a message already."""

_NEW = "attribute_not_exists(#conversation)"
_COUNTS = {Side.CUSTOMER: "by_customer", Side.OPERATOR: "by_operator"}


def load(conversation: str) -> Head | None:
    """None where nothing was said yet."""
    item = get(TABLE, _key(conversation, HEAD))
    return None if item is None else head_from(item)


def load_many(conversations: Sequence[str], aside: Aside) -> dict[str, Head]:
    """Those that exist, as they stand now; those that cannot be read go `aside`."""
    items = batch_get(TABLE, [_key(name, HEAD) for name in conversations], consistent=True)
    found = read_each(items, head_from, lambda item: str(item["conversation"]), aside)
    return {head.conversation: head for head in found}


def add(seen: Head, message: Message) -> None:
    """Says the message, if the conversation stands as it was seen.

    Raises ConditionRefused: under MARKED where the sender's client_id stands for a message already.
    """
    transact([_advance(seen, message), _message(message), _marker(message)])


def marked(conversation: str, refused: Item, text: str) -> Message | None:
    """The message that a refused marker stands for; None where it was another text."""
    if value(refused, "digest", str) != ids.digest(text):
        return None
    return load_message(conversation, value(refused, "seq", int))


def load_message(conversation: str, seq: int) -> Message:
    """Raises KeyError where there is none."""
    item = get(TABLE, _key(conversation, _message_item(seq)))
    if item is None:
        raise KeyError(seq)
    return message_from(item)


def messages(conversation: str, first: int, last: int) -> Iterator[Message]:
    """Those with these numbers, both included, in order: one query that reads nothing else. Raises
    Unreadable."""
    if first > last:
        return iter(())
    values = {"conversation": conversation, "first": _message_item(first), "last": _message_item(last)}
    found = query(TABLE, "#conversation = :conversation AND #item BETWEEN :first AND :last", values)
    return map(message_from, found)


def mark_read(seen: Head, side: Side, marked: Head) -> None:
    """Moves a side's mark on to where it is in `marked`. Raises ConditionRefused where it is there already,
    or where the customer has said something since the conversation was seen."""
    mark = marked.read[side]
    changes, condition = f"SET #{side}_upto = :upto, #{side}_theirs = :theirs", f"#{side}_upto < :upto"
    values: Item = {"upto": mark.upto, "theirs": mark.theirs}
    if side is Side.OPERATOR and not marked.unread(side):
        changes += ", #bucket = :bucket"
        condition += " AND #by_customer = :said"
        values |= {"bucket": _bucket(READ, seen.conversation), "said": seen.said[Side.CUSTOMER]}
    key = _key(seen.conversation, HEAD)
    write(Write.update(TABLE, HEAD, key, changes, condition=condition, values=values))


def newest_of_owner(owner: str, limit: int, before: str) -> list[str]:
    """Positions of at most `limit` of the owner's conversations, the one last active first, only those before
    the position `before`. The index lags."""
    condition, values = _before("#owner = :partition", owner, before)
    return [item["active"] for item in query(TABLE, condition, values, index=OWNER_INDEX, newest=limit)]


def newest(limit: int, before: str, *, unread_only: bool) -> list[str]:
    """The same of all customers' conversations, or of those in which something is unread by the shop."""
    kinds = [UNREAD] if unread_only else [UNREAD, READ]
    found = []
    for bucket in (f"{kind}#{number}" for kind in kinds for number in range(BUCKETS)):
        condition, values = _before("#bucket = :partition", bucket, before)
        found.append(query(TABLE, condition, values, index=ACTIVITY_INDEX, newest=limit))
    merged = heapq.merge(*([item["active"] for item in page] for page in found), reverse=True)
    return list(islice(merged, limit))


def conversation_at(position: str) -> str:
    return position.partition("#")[2]


def load_all_items() -> Iterator[Item]:
    """Every item as it is stored, by a scan: for audits, not for requests."""
    return scan(TABLE)


def _before(partition: str, name: str, before: str) -> tuple[str, Item]:
    if not before:
        return partition, {"partition": name}
    return f"{partition} AND #active < :before", {"partition": name, "before": before}


def _key(conversation: str, item: str) -> Item:
    return {"conversation": conversation, "item": item}


def _message_item(seq: int) -> str:
    return f"{MESSAGE}{seq:012}"


def _bucket(kind: str, conversation: str) -> str:
    """Spread over partitions, so that a busy day does not meet in one of them."""
    return f"{kind}#{sum(conversation.encode()) % BUCKETS}"


def _advance(seen: Head, message: Message) -> Write:
    head = seen.after(message)
    changed = _changed(head)
    if message.side is Side.CUSTOMER:
        changed["bucket"] = _bucket(UNREAD, head.conversation)
    if not seen.seq:
        return Write.put(TABLE, HEAD, _first(head) | changed, condition=_NEW)
    sets = ", ".join(f"#{name} = :{name}" for name in changed)
    return Write.update(
        TABLE,
        HEAD,
        _key(head.conversation, HEAD),
        f"SET {sets}",
        # Whether there is a mail hangs on what the customer has read.
        condition="#seq = :seen AND #customer_upto = :customer_upto",
        values=changed | {"seen": seen.seq, "customer_upto": seen.read[Side.CUSTOMER].upto},
    )


def _first(head: Head) -> Item:
    item = {
        **_key(head.conversation, HEAD),
        "owner": head.owner,
        "bucket": _bucket(READ, head.conversation),
        **{f"{side}_{name}": 0 for side in Side for name in ("upto", "theirs")},
    }
    return item | ({"order_id": head.order_id} if head.order_id else {})


def _changed(head: Head) -> Item:
    assert head.last is not None  # noqa: S101 - a message was said
    side, preview = head.last
    return {
        "seq": head.seq,
        **{name: head.said[one] for one, name in _COUNTS.items()},
        "at": head.at,
        "active": f"{head.at}#{head.conversation}",
        "last_side": side.value,
        "last_text": preview,
        "heard": head.heard,
        "told": head.told,
    }


def _message(message: Message) -> Write:
    item = {
        **_key(message.conversation, _message_item(message.seq)),
        "side": message.side.value,
        "sender": message.sender,
        "client_id": message.client_id,
        "text": message.text,
        "at": message.at,
        **{name: message.said[one] for one, name in _COUNTS.items()},
    }
    if message.tells:
        item["tells"] = True
    return Write.put(TABLE, "message", item, condition=_NEW)


def _marker(message: Message) -> Write:
    item = {
        **_key(message.conversation, f"{MARKER}{message.sender}#{message.client_id}"),
        "seq": message.seq,
        "digest": ids.digest(message.text),
    }
    return Write.put(TABLE, MARKED, item, condition=_NEW)


@reader
def head_from(item: Item) -> Head:
    """Raises Unreadable."""
    return Head(
        conversation=value(item, "conversation", str),
        owner=value(item, "owner", str),
        order_id=optional(item, "order_id", str),
        said=_counts(item),
        read={
            side: Mark(value(item, f"{side}_upto", int), value(item, f"{side}_theirs", int)) for side in Side
        },
        at=value(item, "at", str),
        last=(word(item, "last_side", Side), value(item, "last_text", str)),
        heard=value(item, "heard", int),
        told=value(item, "told", int),
    )


@reader
def message_from(item: Item) -> Message:
    """Raises Unreadable."""
    return Message(
        conversation=value(item, "conversation", str),
        seq=int(item["item"].removeprefix(MESSAGE)),
        side=word(item, "side", Side),
        sender=value(item, "sender", str),
        client_id=value(item, "client_id", str),
        text=value(item, "text", str),
        at=value(item, "at", str),
        said=_counts(item),
        tells=optional(item, "tells", bool) or False,
    )


def _counts(item: Item) -> Counts:
    return {side: value(item, name, int) for side, name in _COUNTS.items()}

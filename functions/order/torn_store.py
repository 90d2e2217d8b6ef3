"""Orders as replication left them when it broke off: a head without its events, or events without a head.

For the command that goes on in another region, once nobody else writes (ops/mend.py).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from functions.order import changes
from functions.order.history import Standing
from functions.order.keys import EVENT, HEAD, TABLE, due_bucket, event_key, head_key
from functions.order.order import Event, Head, Order
from functions.order.store import event_from, load_all_items, order_from
from functions.order.writes import LABEL, append
from functions.shared.items import Aside, Unreadable
from functions.shared.table import write
from functions.shared.write import Item, Write

_OF_HEAD = {field.name for field in fields(Head)}
_FOLLOWS = [field.name for field in fields(Standing) if field.name not in _OF_HEAD]
"""Attributes of a head that its events make, beside what `Head` names."""


@dataclass(frozen=True)
class Torn:
    """What there is of one order: its head, None if that never came, its events by number, and the names of
    all other items under its id (returns, what an operator was told)."""

    order_id: str
    order: Order | None
    events: tuple[Event, ...]
    others: tuple[str, ...] = ()


def load_all(aside: Aside) -> Iterator[Torn]:
    """Every order of which there is anything, by a scan. What cannot be read goes `aside`, by order."""
    for order_id, items in load_all_items():
        try:
            yield _torn(order_id, items)
        except Unreadable as broken:
            aside[order_id] = str(broken)


def _torn(order_id: str, items: list[Item]) -> Torn:
    heads = [order_from(item) for item in items if item["item"] == HEAD]
    events = [event_from(item) for item in items if item["item"].startswith(EVENT)]
    others = [
        str(item["item"]) for item in items if item["item"] != HEAD and not item["item"].startswith(EVENT)
    ]
    ordered = sorted(events, key=lambda event: event.number)
    return Torn(order_id, heads[0] if heads else None, tuple(ordered), tuple(others))


def set_head(order: Order, seen: Head, due_at: str) -> None:
    """The head becomes what its events say (`order`), due at `due_at` unless it is at an end. Raises
    ConditionRefused if it is not as it was seen."""
    head = order.head
    given: Item = {name: getattr(order, name) for name in _FOLLOWS} | {
        "status": head.status,
        "version": head.version,
        "reason": head.reason,
    }
    if not head.ended:
        given |= {"due_at": due_at, "due_bucket": due_bucket(order.order_id)}
    sets = {name: value for name, value in given.items() if value not in (None, {})}
    gone = sorted(given.keys() - sets.keys())
    gone += ["due_at", "due_bucket"] if head.ended else []
    update = "SET " + ", ".join(f"#{name} = :{name}" for name in sets)
    if gone:
        update += " REMOVE " + ", ".join(f"#{name}" for name in gone)
    values = sets | {"seen": seen.version, "seen_status": seen.status}
    condition = "#version = :seen AND #status = :seen_status"
    write(Write.update(TABLE, LABEL, head_key(order.order_id), update, condition=condition, values=values))


def put_first_event(order: Order) -> None:
    """What was agreed stands in the head, too. Raises ConditionRefused if the event is there."""
    write(append(order.order_id, changes.placed(order)))


def drop_events(order_id: str, numbers: Iterable[int]) -> None:
    """Take events out of a log that stand behind a gap: what came before them was lost."""
    for number in numbers:
        _drop(event_key(order_id, number))


def drop_items(order_id: str, names: Iterable[str]) -> None:
    """Take away other items of an order that is lost (`Torn.others`)."""
    for name in names:
        _drop({"order_id": order_id, "item": name})


def _drop(key: Item) -> None:
    write(Write.delete(TABLE, "torn", key, condition="attribute_exists(#order_id)"))

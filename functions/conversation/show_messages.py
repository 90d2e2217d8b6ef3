"""Show what was said in a conversation, with what happened to its order in between, page by page.

There are two lines, each numbered in its own order: messages and the order's events. A page takes from them
what comes next by time, and a cursor is a place in both: what is added later, wherever its time puts it, is
neither left out nor shown twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Any

from functions.conversation import store
from functions.conversation.access import Caller, find
from functions.conversation.announce import is_online
from functions.conversation.conversation import Head, Message, Side
from functions.conversation.present import present_event, present_head, present_message
from functions.order import store as order_store
from functions.order.order import Event
from functions.session.page_cursor import give_cursor, read_cursor
from functions.shared.items import Aside
from functions.shared.observe import count, logger


class Way(StrEnum):
    OLDER = "older"
    NEWER = "newer"


@dataclass(frozen=True)
class Place:
    """Between two messages and between two events: `seq` and `event` are the last ones before it."""

    seq: int
    event: int


@dataclass(frozen=True)
class Line:
    """Something to show, by when it was and what it is: `seq` of a message, `event` of an event."""

    at: str
    seq: int
    event: int
    shown: dict[str, Any]

    @property
    def order(self) -> tuple[str, int, int]:
        return self.at, self.seq, self.event


def show_messages(name: str, caller: Caller, limit: int, cursor: str | None) -> dict[str, Any]:
    """The conversation with at most `limit` of its lines, oldest first: the newest, or those before or after
    where the cursor was given out. `older_cursor` is null at the beginning; `newer_cursor` finds what is said
    later. Raises ConversationUnknown, SignatureBroken."""
    head = find(name, caller)
    events = _events(head)
    end = Place(head.seq, max((line.event for line in events), default=0))
    way, place = _read_cursor(cursor, head, caller) or (Way.OLDER, end)
    lines, first, last = _page(head, events, way, place, limit, caller.side)
    older = None if first == Place(0, 0) else _cursor(Way.OLDER, first, head, caller)
    return present_head(head, caller) | {
        "online": is_online(head, caller.side.other),
        "messages": [line.shown for line in lines],
        "older_cursor": older,
        "newer_cursor": _cursor(Way.NEWER, last, head, caller),
    }


def _page(
    head: Head, events: list[Line], way: Way, place: Place, limit: int, side: Side
) -> tuple[list[Line], Place, Place]:
    """The lines, the place before the first and the one after the last."""
    if way is Way.OLDER:
        low = Place(max(0, place.seq - limit), 0)
        said = _messages(head, low.seq + 1, place.seq, side)
        found = _by_time(said, [line for line in events if line.event <= place.event])
        lines = found[-limit:]
        left = found[: len(found) - len(lines)]
        return lines, _after(left, low), place
    high = min(place.seq + limit, head.seq)
    said = _messages(head, place.seq + 1, high, side)
    lines = _by_time(said, [line for line in events if line.event > place.event])[:limit]
    return lines, place, _after(lines, place)


def _after(lines: list[Line], place: Place) -> Place:
    """The place after all of these lines, which follow on `place`."""
    return Place(
        max([place.seq, *(line.seq for line in lines)]), max([place.event, *(line.event for line in lines)])
    )


def _by_time(said: Iterable[Line], events: Iterable[Line]) -> list[Line]:
    return sorted([*said, *events], key=lambda line: line.order)


def _messages(head: Head, first: int, last: int, side: Side) -> list[Line]:
    found: Iterable[Message] = store.messages(head.conversation, first, last)
    return [Line(one.at, one.seq, 0, present_message(one, side)) for one in found]


def _events(head: Head) -> list[Line]:
    """Their times never go back, whatever clocks said: they stay in the order of their numbers."""
    if head.order_id is None:
        return []
    aside: Aside = {}
    _, found = order_store.load_log(head.order_id, aside)
    for item, why in aside.items():
        logger.error("event not shown", extra={"order_id": head.order_id, "item": item, "error": why})
        count("EventsNotShown")
    times = accumulate((event.at for event in found), max)
    return [_event(event, at) for event, at in zip(found, times, strict=True)]


def _event(event: Event, at: str) -> Line:
    return Line(at, 0, event.number, present_event(event, at))


def _cursor(way: Way, place: Place, head: Head, caller: Caller) -> str | None:
    return give_cursor(f"{way} {place.seq} {place.event}", _listed(head), caller.owner)


def _read_cursor(cursor: str | None, head: Head, caller: Caller) -> tuple[Way, Place] | None:
    """None without one. Raises SignatureBroken, for one of another conversation too."""
    place = read_cursor(cursor, _listed(head), caller.owner)
    if not place:
        return None
    way, seq, event = place.split(" ")
    return Way(way), Place(int(seq), int(event))


def _listed(head: Head) -> str:
    return f"messages {head.conversation}"

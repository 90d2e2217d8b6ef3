"""The Journal table: one item a change, in the bucket of its day (UTC), in order of time; an index finds
those of one target. An entry is lent to the transaction of the change that it tells of: neither is there
without the other.
"""

from collections.abc import Iterator, Sequence

from functions.operator.journal import Entry, Signed
from functions.shared import clock, ids
from functions.shared.items import Aside, read_each, reader, value
from functions.shared.table import query, transact
from functions.shared.write import Item, Write

TABLE = "JOURNAL_TABLE"
LABEL = "journal"
BY_TARGET = "by_target"
DAY = "day#"

Page = tuple[list[Entry], str]
"""Entries, and the place that the next page starts at, empty at the end."""


def signed(by: str, why: str) -> Signed:
    """Somebody changes something now."""
    return Signed(by, why, clock.timestamp(clock.now()))


def entry(told: Entry) -> Write:
    """The entry, for the transaction of its change."""
    at = told.signed.at
    item = {
        "bucket": f"{DAY}{at[:10]}",
        "at": f"{at}#{ids.new_entry()}",
        "target": told.target,
        "action": told.action,
        "by": told.signed.by,
        "why": told.signed.why,
        "what": dict(told.what),
    }
    return Write.put(TABLE, LABEL, item, condition="attribute_not_exists(#bucket)")


def write_entries(told: Sequence[Entry]) -> None:
    """Entries alone, before a change that no transaction can hold (a secret, a queue)."""
    transact([entry(one) for one in told])


def of_day(day: str, aside: Aside | None = None) -> Iterator[Entry]:
    """The entries of a UTC day (`2026-11-27`), the first first; those that cannot be read go `aside`."""
    return read_each(query(TABLE, *_of_day(day)), read_entry, _name, aside)


def of_target(target: str, aside: Aside | None = None) -> Iterator[Entry]:
    """As `of_day`, of what was changed. The index lags."""
    found = query(TABLE, *_of_target(target), index=BY_TARGET)
    return read_each(found, read_entry, _name, aside)


def page_of_day(day: str, limit: int, start: str, aside: Aside) -> Page:
    """At most `limit` entries of a day, the newest first, from the place `start` on, that included (all, if
    it is empty). Those that cannot be read go `aside`."""
    return _page(*_of_day(day), "", limit, start, aside)


def page_of_target(target: str, limit: int, start: str, aside: Aside) -> Page:
    """As `page_of_day`, of what was changed. The index lags."""
    return _page(*_of_target(target), BY_TARGET, limit, start, aside)


def day_of(place: str) -> str:
    """The UTC day of the entry at this place."""
    return place[:10]


def _of_day(day: str) -> tuple[str, Item]:
    return "#bucket = :bucket", {"bucket": DAY + day}


def _of_target(target: str) -> tuple[str, Item]:
    return "#target = :target", {"target": target}


def _page(condition: str, values: Item, index: str, limit: int, start: str, aside: Aside) -> Page:
    if start:
        condition, values = condition + " AND #at <= :start", values | {"start": start}
    found = list(query(TABLE, condition, values, index=index, newest=limit + 1))
    left = str(found[limit]["at"]) if len(found) > limit else ""
    return list(read_each(found[:limit], read_entry, _name, aside)), left


@reader
def read_entry(item: Item) -> Entry:
    """Raises Unreadable."""
    at, _, _ = value(item, "at", str).partition("#")
    signed = Signed(value(item, "by", str), value(item, "why", str), at)
    return Entry(value(item, "action", str), value(item, "target", str), signed, value(item, "what", dict))


def _name(item: Item) -> str:
    return f"{item['bucket']}/{item['at']}"

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


def of_day(day: str, aside: Aside | None = None, newest: int = 0) -> Iterator[Entry]:
    """The entries of a UTC day (`2026-11-27`), the first first; only the `newest`, the last first, where so
    many are asked for."""
    found = query(TABLE, "#bucket = :bucket", {"bucket": DAY + day}, newest=newest)
    return read_each(found, read_entry, _name, aside)


def of_target(target: str, aside: Aside | None = None, newest: int = 0) -> Iterator[Entry]:
    """As `of_day`, of what was changed. The index lags."""
    found = query(TABLE, "#target = :target", {"target": target}, index=BY_TARGET, newest=newest)
    return read_each(found, read_entry, _name, aside)


@reader
def read_entry(item: Item) -> Entry:
    """Raises Unreadable."""
    at, _, _ = value(item, "at", str).partition("#")
    signed = Signed(value(item, "by", str), value(item, "why", str), at)
    return Entry(value(item, "action", str), value(item, "target", str), signed, value(item, "what", dict))


def _name(item: Item) -> str:
    return f"{item['bucket']}/{item['at']}"

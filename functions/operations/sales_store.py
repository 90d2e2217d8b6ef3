"""What was sold, day by day, in the Measures table: one item a UTC day, counted anew from rows each time it
is written. Whoever counts twice writes the same."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.operations.count_sales import Sold
from functions.operations.measures_store import TABLE
from functions.shared.items import Aside, read_each, reader, value
from functions.shared.table import ConditionRefused, query, write
from functions.shared.write import Item, Write

LABEL = "sales"
KIND = "day"
KEPT = timedelta(days=800)


@dataclass(frozen=True)
class DaySold:
    """What was sold on a `day` (`2026-11-27`), as it stood when it was `counted_at` (RFC 3339); `unreadable`:
    how many orders are in no sum."""

    day: str
    counted_at: str
    sold: Sold
    unreadable: int = 0


def save(one: DaySold, now: datetime) -> None:
    """Unless a later count stands there."""
    item: Item = {
        "kind": KIND,
        "hour": one.day,
        "counted_at": one.counted_at,
        "sold": vars(one.sold),
        "unreadable": one.unreadable,
        "expires_at": int((now + KEPT).timestamp()),
    }
    later = "attribute_not_exists(#kind) OR #counted_at <= :counted_at"
    with suppress(ConditionRefused):
        write(Write.put(TABLE, LABEL, item, condition=later, values={"counted_at": one.counted_at}))


def between(first: str, last: str, aside: Aside) -> list[DaySold]:
    """The days that were counted, of those from `first` to `last`, both included, in order; those that cannot
    be read go `aside`."""
    values = {"kind": KIND, "first": first, "last": last}
    found = query(TABLE, "#kind = :kind AND #hour BETWEEN :first AND :last", values)
    return list(read_each(found, _day, lambda item: str(item["hour"]), aside))


@reader
def _day(item: Item) -> DaySold:
    sold = value(item, "sold", dict)
    names = ("orders", "ordered", "charged", "refunded")
    return DaySold(
        value(item, "hour", str),
        value(item, "counted_at", str),
        Sold(*(value(sold, name, int) for name in names)),
        value(item, "unreadable", int),
    )

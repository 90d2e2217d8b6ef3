"""The OrderViews table: one row per order under its owner, and the indexes over all rows.

What was sold on the day it was placed is found by its status; the index `by_day` holds what was sold on
another day alone (docs/decisions/0056-what-orders-are-found-by.md).

Rows are made from Orders and can be made again at any time. A row only ever gives way to a later version of
its order, so whoever projects may be late, early, or there twice.
"""

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from functions.order.order import CONFIRMED, DELIVERED, Reason, Status
from functions.order.store import lines_from
from functions.order.view import View, day
from functions.shared import ids
from functions.shared.items import (
    Aside,
    Unreadable,
    money,
    optional,
    quantities,
    read_each,
    reader,
    value,
    word,
)
from functions.shared.table import BATCH, ConditionRefused, batch_get, count_items, get, query, scan, write
from functions.shared.write import Item, Write

TABLE = "ORDER_VIEWS_TABLE"
LABEL = "view"
STATUS_INDEX = "by_status"
DAY_INDEX = "by_day"
EMAIL_INDEX = "by_email"
ENDING_INDEX = "by_ending"
BUCKETS = 8

_OWNER = "owner#"
_SOON_PAST = (Status.PENDING, Status.CONFIRMED)
"""What an order is for seconds: it is found by its ending from then on, and the way to CONFIRMED pays nothing
for it (0056)."""

_LATER = "attribute_not_exists(#owner) OR #version < :version"
_NOT_EARLIER = "attribute_not_exists(#owner) OR #version <= :version"
_NOT_ERASED = "attribute_not_exists(#erased)"
"""Who read the order before it was erased must not bring back what its row was found by."""


def save(view: View) -> bool:
    """Put the row unless one of the same or a later version stands there; whether it was put."""
    return _put(view, _LATER)


def stands(view: View) -> bool:
    """Whether the row is there, of this version or a later one."""
    row = get(TABLE, _key(_to_item(view)))
    return row is not None and value(row, "version", int) >= view.version


def repair(view: View) -> bool:
    """Put the row unless one of a later version stands there; whether it was put."""
    return _put(view, _NOT_EARLIER)


@dataclass(frozen=True)
class Place:
    """A row's place among an owner's orders: `view` is None where the row cannot be read."""

    position: str
    view: View | None

    @property
    def order_id(self) -> str:
        return self.position.rpartition("#")[2]


def newest(owner: str, limit: int, before: str = "") -> list[View]:
    """At most `limit` of the owner's orders, newest first, only those before the position `before`: one query
    that reads no more rows than it returns. Raises Unreadable."""
    return [_from_item(item) for item in _newest(owner, limit, before)]


def newest_places(owner: str, limit: int, before: str = "") -> list[Place]:
    """The same, rows that cannot be read among them."""
    return [_place(item) for item in _newest(owner, limit, before)]


def of_owner(owner: str) -> Iterator[str]:
    """The ids of all orders of an owner, the oldest first: for commands, not for requests."""
    for row in query(TABLE, "#owner = :owner", {"owner": _owner_key(owner)}):
        yield position_of(row)[1]


def _newest(owner: str, limit: int, before: str) -> Iterator[Item]:
    condition, values = "#owner = :owner", {"owner": _owner_key(owner)}
    if before:
        condition, values = condition + " AND #placed < :before", values | {"before": before}
    return query(TABLE, condition, values, newest=limit)


def _place(item: Item) -> Place:
    found = list(read_each([item], _from_item, str, {}))
    return Place(item["placed"], found[0] if found else None)


@dataclass(frozen=True)
class Span:
    """Positions from `first` to `last`, both included; a time (RFC 3339) stands before the orders that were
    placed at it."""

    first: str = "0"
    last: str = "9"


ALWAYS = Span()


def by_status(status: Status, limit: int, span: Span = ALWAYS) -> list[tuple[str, str]]:
    """`(owner, position)` of at most `limit` orders with this status, newest first. The index lags."""
    return by_statuses([status], limit, span)


def by_statuses(statuses: Collection[Status], limit: int, span: Span = ALWAYS) -> list[tuple[str, str]]:
    """The same of several statuses: a query for each of them and each bucket, which reads no more than
    `limit`."""
    pages = [
        _listed(STATUS_INDEX, "status_bucket", _bucket(status, number), limit, span)
        for status in statuses
        for number in range(BUCKETS)
    ]
    rows = heapq.merge(*pages, key=lambda item: str(item["placed"]), reverse=True)
    return [_place_of(item) for item in islice(rows, limit)]


def count_by_status(status: Status, span: Span) -> int:
    """How many orders of these positions have the status. The index lags."""
    buckets = (_bucket(status, number) for number in range(BUCKETS))
    return sum(
        count_items(TABLE, *_within("status_bucket", one, span), index=STATUS_INDEX) for one in buckets
    )


def by_email(email_key: str, limit: int, span: Span = ALWAYS) -> list[tuple[str, str]]:
    """The same of the orders that were placed with an address, in one query (ids.email_key)."""
    return [_place_of(item) for item in _listed(EMAIL_INDEX, "email_key", email_key, limit, span)]


def by_ending(ending: str, limit: int, span: Span = ALWAYS) -> list[tuple[str, str]]:
    """The same of the orders whose ids end so, in one query (ids.ending), once they have gone on from
    CONFIRMED, or back."""
    return [_place_of(item) for item in _listed(ENDING_INDEX, "ending", ending, limit, span)]


def load_many(places: Sequence[tuple[str, str]], aside: Aside) -> list[View]:
    """The rows at these places, as `by_status` gives them, in that order; one that is found twice, since it
    has just moved on, comes once. Those that cannot be read go `aside`, by order id."""
    keys: list[Item] = [
        {"owner": _owner_key(owner), "placed": position} for owner, position in dict.fromkeys(places)
    ]
    rows = sorted(batch_get(TABLE, keys), key=lambda row: str(row["placed"]), reverse=True)
    return list(read_each(rows, _from_item, lambda row: position_of(row)[1], aside))


def sold_on(day: str, aside: Aside | None = None) -> Iterator[View]:
    """The orders that were sold on a UTC day (`2026-11-21`), as their rows stand now; those that cannot be
    read go `aside`. The indexes, which find them, lag.

    Statuses are looked through in the order in which orders go through them, so that one that moves on
    meanwhile is met again, and counted once.
    """
    met: set[str] = set()
    found = chain(_placed_and_sold(day), _sold_later(day))
    while keys := {item["placed"]: _key(item) for item in islice(found, BATCH)}:
        rows = batch_get(TABLE, [key for placed, key in keys.items() if placed not in met])
        met |= keys.keys()
        views = read_each(rows, _from_item, lambda row: position_of(row)[1], aside)
        yield from (view for view in views if view.sold_on == day)


def _placed_and_sold(day: str) -> Iterator[Item]:
    span = Span(day, f"{day}U")  # `T` stands between the day and the time
    for status in (one for one in Status if one in CONFIRMED):
        for number in range(BUCKETS):
            condition, values = _within("status_bucket", _bucket(status, number), span)
            yield from query(TABLE, condition, values, index=STATUS_INDEX)


def _sold_later(day: str) -> Iterator[Item]:
    for number in range(BUCKETS):
        bucket = {"bucket": _bucket(day, number)}
        yield from query(TABLE, "#sold_bucket = :bucket", bucket, index=DAY_INDEX)


def _listed(index: str, name: str, value: str, limit: int, span: Span) -> Iterator[Item]:
    return query(TABLE, *_within(name, value, span), index=index, newest=limit)


def _within(name: str, value: str, span: Span) -> tuple[str, Item]:
    condition = f"#{name} = :bucket AND #placed BETWEEN :first AND :last"
    return condition, {"bucket": value, "first": span.first, "last": span.last}


def _place_of(item: Item) -> tuple[str, str]:
    return item["owner"].removeprefix(_OWNER), item["placed"]


def differing(views: Sequence[View]) -> list[View]:
    """Those whose row is missing or other than it should be."""
    keys = [_key(_to_item(view)) for view in views]
    rows = {item["placed"]: item for item in batch_get(TABLE, keys, consistent=True)}
    return [view for view in views if rows.get(view.position) != _to_item(view)]


def rows() -> Iterator[Item]:
    """Every row as it is stored, by a scan: for rebuilds and audits, not for requests."""
    return scan(TABLE)


def remove(row: Item) -> None:
    """Remove a row that stands for no order."""
    write(Write.delete(TABLE, LABEL, _key(row), condition="attribute_exists(#owner)"))


def position_of(row: Item) -> tuple[str, str]:
    """The owner, and the id of the order, that the key of a stored row stands for."""
    return row["owner"].removeprefix(_OWNER), row["placed"].rpartition("#")[2]


def _key(item: Item) -> Item:
    return {"owner": item["owner"], "placed": item["placed"]}


def _put(view: View, condition: str) -> bool:
    values = {"version": view.version}
    if not view.erased:
        condition = f"({condition}) AND {_NOT_ERASED}"
    try:
        write(Write.put(TABLE, LABEL, _to_item(view), condition=condition, values=values))
    except ConditionRefused:
        return False
    return True


def _to_item(view: View) -> Item:
    """The row; what an index reads is there only while it applies, so that indexes hold nothing else."""
    item = {
        "owner": _owner_key(view.owner),
        "placed": view.position,
        "order_id": view.order_id,
        "status": view.status,
        "version": view.version,
        "lines": [line.as_item() for line in view.lines],
        "total": view.total.as_dict(),
        "charged": view.charged,
        "refunded": view.refunded,
        "placed_at": view.placed_at,
        "status_bucket": _bucket(view.status, _number(view.order_id)),
    }
    if view.reason:
        item["reason"] = view.reason
    if view.short:
        item["short"] = view.short
    if view.credit:
        item |= {"credit": view.credit, "credited": view.credited}
    if view.sold_on:
        item["sold_on"] = view.sold_on
    if view.sold_on and view.sold_on != day(view.placed_at):
        item["sold_bucket"] = _bucket(view.sold_on, _number(view.order_id))
    if view.status not in _SOON_PAST:
        item["ending"] = ids.ending(view.order_id)
    if view.email_key:
        item["email_key"] = view.email_key
    if view.erased:
        item["erased"] = True
    return item


@reader
def _from_item(item: Item) -> View:
    """Raises Unreadable; a row that does not stand where its order belongs is, too."""
    view = View(
        order_id=value(item, "order_id", str),
        owner=item["owner"].removeprefix(_OWNER),
        status=word(item, "status", Status),
        version=value(item, "version", int),
        reason=word(item, "reason", Reason) if "reason" in item else None,
        lines=lines_from(item),
        total=money(item, "total"),
        placed_at=value(item, "placed_at", str),
        sold_on=optional(item, "sold_on", str),
        credit=optional(item, "credit", int) or 0,
        charged=optional(item, "charged", int) or 0,
        credited=optional(item, "credited", int) or 0,
        refunded=optional(item, "refunded", int) or 0,
        short=quantities(item, "short"),
        email_key=optional(item, "email_key", str),
        erased=optional(item, "erased", bool) or False,
    )
    if view.status in DELIVERED and "charged" not in item:
        raise Unreadable("charged is missing")  # rebuild-views writes such an old row anew
    if view.position != item["placed"]:
        raise Unreadable("placed is another's")
    return view


def _owner_key(owner: str) -> str:
    return _OWNER + owner


def _bucket(name: str, number: int) -> str:
    """A status or a day, spread over partitions so that a flash sale does not meet in one of them."""
    return f"{name}#{number}"


def _number(order_id: str) -> int:
    return sum(order_id.encode()) % BUCKETS

"""The Orders table: an event log and its head under each order id."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from functions.order.history import replay
from functions.order.keys import DUE_INDEX, EVENT, HEAD, TABLE, due_buckets, head_key, subject_of
from functions.order.lines import OrderLine
from functions.order.order import CONFIRMED, DELIVERED, Event, Head, Order, Reason, Status
from functions.order.schema import upcast
from functions.order.writes import LABEL
from functions.pricing.quote import QuotedDelivery
from functions.pricing.shop import Use
from functions.shared.items import (
    Aside,
    Unreadable,
    check_json,
    money,
    optional,
    quantities,
    read_each,
    reader,
    value,
    word,
)
from functions.shared.table import batch_get, get, query, scan, write
from functions.shared.write import Item, Write


class OrderUnknown(Exception):
    """No order has this id."""


def load(order_id: str) -> Order:
    """The order's head. Raises OrderUnknown."""
    item = get(TABLE, head_key(order_id))
    if item is None:
        raise OrderUnknown(order_id)
    return order_from(item)


def load_many(order_ids: Sequence[str], aside: Aside | None = None) -> list[Order]:
    """The heads of those that exist, in no order; those that cannot be read go `aside`."""
    return read_heads(load_heads(order_ids), aside)


def load_heads(order_ids: Sequence[str]) -> dict[str, Item]:
    """The heads of those that exist, by order id, as they are stored: one that is broken must not keep the
    others from being read (order_from)."""
    keys = [head_key(order_id) for order_id in order_ids]
    return {item["order_id"]: item for item in batch_get(TABLE, keys, consistent=True)}


def read_heads(heads: Mapping[str, Item], aside: Aside | None) -> list[Order]:
    """What these heads say; those that cannot be read go `aside`."""
    return list(read_each(heads.values(), order_from, _order_id, aside))


def load_with_events(order_id: str) -> tuple[Order, list[Event]]:
    """The head and the whole log, in one query. Raises OrderUnknown."""
    return read_log(order_id, list(query(TABLE, "#order_id = :id", {"id": order_id})))


def load_log(order_id: str, aside: Aside) -> tuple[Order | None, list[Event]]:
    """The head and the log, as far as they can be read: what cannot goes `aside` under the name of its item,
    `head` or `event#...`. Raises OrderUnknown."""
    items = list(query(TABLE, "#order_id = :id", {"id": order_id}))
    heads = [item for item in items if item["item"] == HEAD]
    if not heads:
        raise OrderUnknown(order_id)
    events = (item for item in items if item["item"].startswith(EVENT))
    order = list(read_each(heads, order_from, _item, aside))
    return order[0] if order else None, list(read_each(events, event_from, _item, aside))


def due(now: str) -> Iterator[str]:
    """Ids of orders and of returns (functions/shared/ids.py tells them apart) that should have come to an end
    by `now`, the longest overdue of each bucket first. The index lags behind the items: read them before
    acting."""
    for bucket in due_buckets():
        values = {"bucket": bucket, "now": now}
        condition = "#due_bucket = :bucket AND #due_at <= :now"
        yield from map(subject_of, query(TABLE, condition, values, index=DUE_INDEX))


def due_times() -> Iterator[tuple[str, str]]:
    """Ids of all orders and returns that are not at an end, with when each is to be looked after (RFC 3339).
    The index lags, as for `due`."""
    for bucket in due_buckets():
        for key in query(TABLE, "#due_bucket = :bucket", {"bucket": bucket}, index=DUE_INDEX):
            yield subject_of(key), key["due_at"]


def begin_run(head: Head, due_at: str) -> Head:
    """Claim the number of the order's next execution. Raises ConditionRefused if the order was decided or
    somebody else was quicker."""
    return _look_again(head, head.run + 1, due_at)


def postpone(head: Head, due_at: str) -> None:
    """The order is being worked on: it is overdue again at `due_at`. Raises ConditionRefused as begin_run."""
    _look_again(head, head.run, due_at)


def _look_again(head: Head, run: int, due_at: str) -> Head:
    change = Write.update(
        TABLE,
        LABEL,
        head_key(head.order_id),
        "SET #run = :run, #due_at = :due_at",
        condition="#run = :seen AND #status = :status",
        values={"seen": head.run, "run": run, "status": head.status, "due_at": due_at},
    )
    return _head(write(change))


def load_all(aside: Aside | None = None) -> Iterator[Order]:
    """Every order's head, by a scan: for audits, not for requests. Those that cannot be read go `aside`."""
    heads = (item for item in scan(TABLE) if item["item"] == HEAD)
    return read_each(heads, lambda head: counted(order_from(head)), _order_id, aside)


def any_currency() -> str | None:
    """In which currency orders are placed; None as long as there are none. Raises Unreadable."""
    return next((money(item, "total").currency for item in scan(TABLE) if item["item"] == HEAD), None)


def load_open() -> Iterator[Order]:
    """The heads of all orders that are not at an end, by a scan, which does not lag as `due_times` does: for
    commands, not for requests. Raises Unreadable."""
    for item in scan(TABLE):
        if item["item"] == HEAD and not _is_ended(item):
            yield order_from(item)


@reader
def _is_ended(item: Item) -> bool:
    return _head(item).ended


def load_all_items() -> Iterator[tuple[str, list[Item]]]:
    """Every order's id with the items under it, by a scan: for rebuilds, not for requests. They are left as
    they are stored, so that one that cannot be read stops nobody from reading the others."""
    for order_id, items in groupby(scan(TABLE), key=lambda item: str(item["order_id"])):
        yield order_id, list(items)


def read_log(order_id: str, items: list[Item]) -> tuple[Order, list[Event]]:
    """The head and the log among the items of one order. Raises OrderUnknown if the head is not there."""
    heads = [item for item in items if item["item"] == HEAD]
    if not heads:
        raise OrderUnknown(order_id)
    order, events = order_from(heads[0]), [event_from(one) for one in items if one["item"].startswith(EVENT)]
    return (replay(order, events) if order.uncounted else order), events


def counted(order: Order) -> Order:
    """The order with what was given back of it, from its log where its head is too old to say so. Raises
    BrokenLog."""
    return load_with_events(order.order_id)[0] if order.uncounted else order


@reader
def order_from(item: Item) -> Order:
    """Raises Unreadable."""
    check_json(item, "shipping_address")
    order = Order(
        head=_head(item),
        owner=value(item, "owner", str),
        lines=lines_from(item),
        total=money(item, "total"),
        placed_at=value(item, "placed_at", str),
        payment_method=optional(item, "payment_method", str),
        shipping_address=value(item, "shipping_address", dict),
        request_digest=value(item, "request_digest", str),
        confirmed_at=optional(item, "confirmed_at", str),
        completed_at=optional(item, "completed_at", str),
        delivered=quantities(item, "delivered"),
        returned=quantities(item, "returned"),
        credit=optional(item, "credit", int) or 0,
        charged=optional(item, "charged", int) or 0,
        credited=optional(item, "credited", int) or 0,
        refunded=optional(item, "refunded", int) or 0,
        accepted=quantities(item, "accepted"),
        accepted_late=optional(item, "accepted_late", bool) or False,
        by_hand=quantities(item, "by_hand"),
        disputes=optional(item, "disputes", dict) or {},
        short=quantities(item, "short"),
        email=optional(item, "email", str),
        settled=optional(item, "settled", dict),
        set_aside=optional(item, "set_aside", str),
        erased=optional(item, "erased", str),
        asked_by=tuple(optional(item, "asked_by", list) or ()),
        delivery=_delivery(value(item, "delivery", dict)) if "delivery" in item else None,
        tax_name=optional(item, "tax_name", str) or "",
        codes=tuple(optional(item, "codes", list) or ()),
        uses=tuple(map(_use, optional(item, "uses", list) or ())),
    )
    if order.status in CONFIRMED and order.confirmed_at is None:
        raise Unreadable("confirmed_at is missing")
    if order.to_pay.amount and order.payment_method is None:
        raise Unreadable("payment_method is missing")
    return _older(order, item) if order.status in DELIVERED and "charged" not in item else order


def _older(order: Order, item: Item) -> Order:
    """Completed before it was said what was charged: what was delivered, always."""
    uncounted = bool(order.returned) and "refunded" not in item
    return replace(order, charged=order.delivered_value.amount, uncounted=uncounted)


def lines_from(item: Item) -> tuple[OrderLine, ...]:
    """The lines of an order, or of a row that shows one. Raises Unreadable."""
    check_json(item, "lines")
    return tuple(map(_line, value(item, "lines", list)))


@reader
def _line(stored: Item) -> OrderLine:
    return OrderLine(
        line_id=value(stored, "line_id", str),
        sku=value(stored, "sku", str),
        name=value(stored, "name", str),
        options=value(stored, "options", dict),
        quantity=value(stored, "quantity", int),
        unit_price=money(stored, "unit_price"),
        discount=optional(stored, "discount", int) or 0,
        tax=optional(stored, "tax", int) or 0,
        tax_rate=optional(stored, "tax_rate", int) or 0,
        tax_added=optional(stored, "tax_added", bool) or False,
        needs_delivery=optional(stored, "needs_delivery", bool) is not False,
        step=optional(stored, "step", int) or 1,
    )


@reader
def _delivery(stored: Item) -> QuotedDelivery:
    return QuotedDelivery(
        method=value(stored, "method", str),
        name=value(stored, "name", str),
        net=value(stored, "net", int),
        tax_rate=value(stored, "tax_rate", int),
        tax=value(stored, "tax", int),
        standard=optional(stored, "standard", int) or 0,
    )


@reader
def _use(stored: Item) -> Use:
    return Use(value(stored, "code", str), value(stored, "in_all", bool), optional(stored, "most", int))


def _head(item: Item) -> Head:
    return Head(
        order_id=item["order_id"],
        status=word(item, "status", Status),
        version=value(item, "version", int),
        reason=word(item, "reason", Reason) if "reason" in item else None,
        run=value(item, "run", int),
    )


@reader
def event_from(item: Item) -> Event:
    """As the current schema has it. Raises Unreadable."""
    check_json(item, "data")
    kind = value(item, "type", str)
    data = upcast(kind, value(item, "data", dict), value(item, "schema_version", int))
    return Event(int(item["item"].removeprefix(EVENT)), kind, value(item, "at", str), data)


def _item(item: Item) -> str:
    return str(item["item"])


def _order_id(item: Item) -> str:
    return str(item["order_id"])

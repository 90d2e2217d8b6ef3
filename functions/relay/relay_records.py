"""Relay what the Orders stream tells: to the read models as orders stand, to EventBridge as they moved.

What it tells to be confirmed is begun to be fulfilled, and a warehouse hears what became of what it was
offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.order.keys import EVENT
from functions.order.store import event_from
from functions.relay.begin_fulfilments import CONFIRMED, begin_fulfilments
from functions.relay.bus import News, publish
from functions.relay.project_orders import project_orders
from functions.relay.tell_warehouses import tell_warehouses
from functions.shared.items import describe, value
from functions.shared.observe import count, logger
from functions.shared.write import unpack

FULFILLING = "OrderFulfilling"

Record = dict[str, Any]


@dataclass(frozen=True)
class OrderChange:
    """A stream record: that this order changed, and the event if it was one that was appended."""

    sequence: str
    order_id: str
    news: News | None


def relay_records(records: Sequence[Record]) -> list[str]:
    """The sequence numbers of the records that are worth another try.

    Redelivered, reordered and repeated records change no row: each order is read as it stands. One that is to
    be fulfilled is begun first, so that its row is written once, and tells of both; the others do not wait
    for that. Events of orders that are tried again are kept back until then; the silence of a warehouse's
    queue keeps none back.
    """
    read = [change for record in records if (change := _read(record))]
    told = [change.news for change in read if change.news]
    begun = {event.order_id for event in told if event.event.type == CONFIRMED}
    first = _relay([change for change in read if change.order_id not in begun])
    unbegun = begin_fulfilments(told)
    then = _relay([change for change in read if change.order_id in begun], silent=first.silent)
    again = first.again | then.again
    news = [event for event in told if event.order_id not in again]
    undone = {event.sequence for event in [*unbegun, *tell_warehouses(news)]}
    failed = first.unpublished | then.unpublished | undone
    return [change.sequence for change in read if change.order_id in again or change.sequence in failed]


@dataclass(frozen=True)
class _Relayed:
    """Orders whose rows are worth another try, and sequence numbers of events that are. `silent`: the bus
    took none."""

    again: set[str] = field(default_factory=set)
    unpublished: set[str] = field(default_factory=set)
    silent: bool = False


def _relay(read: Sequence[OrderChange], *, silent: bool = False) -> _Relayed:
    """Write the rows, then tell the bus. One that was found `silent` is not asked again: each silence takes
    half the time of an invocation."""
    if not read:
        return _Relayed()
    again = project_orders((change.order_id for change in read), likely_done=_own(read))
    news = [change.news for change in read if change.news and change.order_id not in again]
    left = news if silent else publish(news)
    if left:
        logger.error("events not published", extra={"events": len(left)})
        count("EventBatchesNotPublished")
    return _Relayed(again, {event.sequence for event in left}, bool(news) and len(left) == len(news))


def _own(read: Sequence[OrderChange]) -> set[str]:
    """The orders of which nothing is told but that they are being fulfilled: whoever began that, most likely
    the relay itself, has projected them since."""
    others = {one.order_id for one in read if one.news is None or one.news.event.type != FULFILLING}
    return {one.order_id for one in read} - others


def _read(record: Record) -> OrderChange | None:
    """None, reported, for what is no record of an order: trying again would not make it one."""
    try:
        change = record["dynamodb"]
        sequence: str = change["SequenceNumber"]
        keys = unpack(change["Keys"])
        order_id, item = value(keys, "order_id", str), value(keys, "item", str)
        appended = record["eventName"] == "INSERT" and item.startswith(EVENT)
        return OrderChange(
            sequence, order_id, _news(sequence, order_id, change["NewImage"]) if appended else None
        )
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one record, the others go on
        _report("record not understood", describe(broken))
        return None


def _news(sequence: str, order_id: str, image: Record) -> News | None:
    """None, reported, for an event that cannot be read; its order is projected all the same."""
    try:
        return News(sequence, order_id, event_from(unpack(image)))
    except Exception as broken:  # noqa: BLE001 - as above
        _report("event not understood", describe(broken), order_id=order_id)
        return None


def _report(message: str, error: str, **ids: str) -> None:
    logger.error(message, extra={"error": error, **ids})
    count("RecordsNotUnderstood")

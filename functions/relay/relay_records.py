"""Relay what the Orders stream tells: to the read models as orders stand, to EventBridge as they moved.

What it tells to be confirmed is begun to be fulfilled, and a warehouse hears what became of what it was
offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.order.keys import EVENT
from functions.order.store import event_from
from functions.relay.begin_fulfilments import begin_fulfilments
from functions.relay.bus import News, publish
from functions.relay.project_orders import project_orders
from functions.relay.tell_warehouses import tell_warehouses
from functions.shared.items import describe, value
from functions.shared.observe import count, logger
from functions.shared.write import unpack

Record = dict[str, Any]


@dataclass(frozen=True)
class OrderChange:
    """A stream record: that this order changed, and the event if it was one that was appended."""

    sequence: str
    order_id: str
    news: News | None


def relay_records(records: Sequence[Record]) -> list[str]:
    """The sequence numbers of the records that are worth another try.

    Redelivered, reordered and repeated records change no row: each order is read as it stands. Events of
    orders that are tried again are kept back until then; the silence of a warehouse's queue keeps none back.
    """
    read = [change for record in records if (change := _read(record))]
    again = project_orders(change.order_id for change in read)
    news = [change.news for change in read if change.news and change.order_id not in again]
    unpublished = {event.sequence for event in publish(news)}
    undone = {event.sequence for event in [*begin_fulfilments(news), *tell_warehouses(news)]}
    if unpublished:
        logger.error("events not published", extra={"events": len(unpublished)})
        count("EventBatchesNotPublished")
    failed = unpublished | undone
    return [change.sequence for change in read if change.order_id in again or change.sequence in failed]


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

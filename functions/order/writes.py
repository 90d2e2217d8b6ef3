"""Writes on an order that take part in others' transactions: an event and the head it makes, together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from functions.order import changes
from functions.order.changes import Change
from functions.order.keys import REFUNDS, TABLE, due_bucket, event_key, head_key, place_in_list
from functions.order.order import Event, Order, Status
from functions.order.schema import SCHEMA_VERSION
from functions.pricing.shop import Use
from functions.shared.write import Item, Write

LABEL = "order"

TELL_OF_REFUNDS = frozenset({"ReturnRefunded", "AmountRefunded", "OrderRefunded", "OrderRefundFailed"})
"""Events that operators find in one list, whichever order they are about."""


def create(order: Order, event: Event, due_at: str) -> list[Write]:
    """The first event and the head; refused under the label `order` if the order exists."""
    head = head_key(order.order_id) | _attributes(order)
    head |= {"due_at": due_at, "due_bucket": due_bucket(order.order_id)}
    return [
        Write.put(TABLE, LABEL, head, condition="attribute_not_exists(#order_id)"),
        append(order.order_id, event),
    ]


def advance(change: Change, due_at: str | None = None) -> list[Write]:
    """The next event and the head it makes; refused under `order` unless the head is still as it was seen.

    The sweep looks after the order at `due_at` if given, else when it was to before; not at all once the
    order has come to an end.
    """
    return advance_through([change], due_at)


def advance_through(steps: Sequence[Change], due_at: str | None = None) -> list[Write]:
    """As `advance`, for changes that follow each other at once: an event for each, the head of the last."""
    before, after = steps[0].before, steps[-1].after
    update = "SET #status = :status, #version = :version"
    values = {
        "seen": before.status,
        "seen_version": before.version,
        "status": after.status,
        "version": after.version,
    }
    if after.reason:
        update += ", #reason = :reason"
        values["reason"] = after.reason
    sets = {name: value for change in steps for name, value in change.sets.items()}
    more = sets | ({"due_at": due_at} if due_at else {})
    update += "".join(f", #{name} = :{name}" for name in more)
    values |= more
    if after.ended:
        update += " REMOVE #due_at, #due_bucket"
    head = Write.update(
        TABLE,
        LABEL,
        head_key(after.order_id),
        update,
        condition="#status = :seen AND #version = :seen_version",
        values=values,
    )
    return [head, *(append(after.order_id, change.event) for change in steps)]


def cancel(order: Order, now: datetime) -> list[Write]:
    """The last event of an order on its way back; refused under `order` unless it is still as it was seen,
    settled by an operator or not."""
    head, *events = advance(changes.cancel(order.head, now, order.settled))
    unsettled, settled = as_settled(order.settled)
    return [
        replace(head, condition=f"{head.condition} AND {unsettled}", values=head.values | settled),
        *events,
    ]


def settle(order_id: str, statement: dict[str, str]) -> Write:
    """Say in the order's head who ended it by hand and why: its last event will tell. Refused under `order`
    unless it is behind its fence, and not settled yet."""
    return Write.update(
        TABLE,
        LABEL,
        head_key(order_id),
        "SET #settled = :settled",
        condition="#status = :cancelling AND attribute_not_exists(#settled)",
        values={"cancelling": Status.CANCELLING, "settled": statement},
    )


def as_settled(settled: dict[str, str] | None) -> tuple[str, Item]:
    """The condition, with its values, that an order or a return was settled by hand as it was seen, or not at
    all: whoever ends it tells of it in its last event."""
    if settled is None:
        return "attribute_not_exists(#settled)", {}
    return "#settled = :seen_settled", {"seen_settled": settled}


def append(order_id: str, event: Event) -> Write:
    """An event alone: the head that it makes is written with it (`advance`), or is there already."""
    item = event_key(order_id, event.number) | {
        "type": event.type,
        "at": event.at,
        "data": event.data,
        "schema_version": SCHEMA_VERSION,
    }
    if event.type in TELL_OF_REFUNDS:
        place = place_in_list(event.at, f"{order_id}#{event.number:06}")
        item |= {"listed": REFUNDS, "listed_at": place}
    return Write.put(TABLE, "event", item, condition="attribute_not_exists(#order_id)")


def _attributes(order: Order) -> dict[str, Any]:
    given = {
        "email": order.email,
        "payment_method": order.payment_method,
        "asked_by": list(order.asked_by),
        "delivery": vars(order.delivery) if order.delivery else None,
        "tax_name": order.tax_name,
        "codes": list(order.codes),
        "uses": [_held(use) for use in order.uses],
        "credit": order.credit,
    }
    return {name: value for name, value in given.items() if value} | {
        "owner": order.owner,
        "status": order.head.status,
        "version": order.head.version,
        "run": order.head.run,
        "lines": [line.as_item() for line in order.lines],
        "total": order.total.as_dict(),
        "placed_at": order.placed_at,
        "shipping_address": order.shipping_address,
        "request_digest": order.request_digest,
    }


def _held(use: Use) -> Item:
    return {name: said for name, said in vars(use).items() if said is not None}

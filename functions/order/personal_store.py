"""What is personal in an order, taken out of it: the log keeps its events, their numbers, types, times, units
and money, and the head all that is counted. Of the address the country stays, by which taxes are told.

For the command that erases a person (docs/decisions/0086-what-is-erased.md). An order is erased once it is at
an end, and what follows later (a return, a refund) is written on an erased head.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from functions.order.keys import TABLE, event_key, head_key
from functions.order.order import Event, Order
from functions.order.writes import LABEL
from functions.shared.items import ERASED
from functions.shared.table import ConditionRefused, write
from functions.shared.write import Write

STAYS_OF_ADDRESS = ("country",)
NOTE = "note"
"""What an event tells a customer in words that somebody typed; all else in events is ids, units and money."""


def erase_events(order_id: str, events: Iterable[Event]) -> None:
    """A mark in the place of what was typed to the customer. Again changes nothing."""
    for event in events:
        if event.data.get(NOTE, ERASED) != ERASED:
            _erase_note(order_id, event)


def _erase_note(order_id: str, event: Event) -> None:
    change = Write.update(
        TABLE,
        "event",
        event_key(order_id, event.number),
        "SET #data.#note = :mark",
        condition="#type = :type AND attribute_exists(#data.#note)",
        values={"mark": ERASED, "type": event.type},
    )
    with suppress(ConditionRefused):  # an event does not change otherwise: it is gone, with its order
        write(change)


def erase_head(order: Order, at: str) -> Order:
    """The order as it then stands, erased `at` (RFC 3339), or when it was first. Raises ConditionRefused if
    it has moved on since it was read."""
    address = {
        name: order.shipping_address[name] for name in STAYS_OF_ADDRESS if name in order.shipping_address
    }
    erased = replace(
        order,
        email=None,
        asked_by=(),
        shipping_address=address,
        payment_method=order.payment_method and ERASED,
        request_digest=ERASED,
        erased=order.erased or at,
    )
    if erased != order:
        write(_head(erased))
    return erased


def _head(erased: Order) -> Write:
    sets = {
        "shipping_address": erased.shipping_address,
        "request_digest": erased.request_digest,
        "erased": erased.erased,
    }
    if erased.payment_method:
        sets["payment_method"] = erased.payment_method
    return Write.update(
        TABLE,
        LABEL,
        head_key(erased.order_id),
        "SET " + ", ".join(f"#{name} = :{name}" for name in sets) + " REMOVE #email, #asked_by",
        condition="#status = :status AND #version = :version",
        values=sets | {"status": erased.status, "version": erased.head.version},
    )

"""An order's log read as history: what its events add up to.

The head is the same fold, written as the order moves on; the log is what it can be checked against.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from functions.order.order import Event, Head, Order, Reason, Status


class BrokenLog(Exception):
    """Events that no order can have gone through, in this order or at all."""


@dataclass(frozen=True)
class Step:
    """An event of this type is possible in `after` (None: before anything else) and makes it `becomes`."""

    after: Status | None
    becomes: Status


STEPS = {
    "OrderPlaced": Step(None, Status.PENDING),
    "OrderConfirmed": Step(Status.PENDING, Status.CONFIRMED),
    "OrderCancelling": Step(Status.PENDING, Status.CANCELLING),
    "OrderCancelled": Step(Status.CANCELLING, Status.CANCELLED),
}


@dataclass(frozen=True)
class Standing:
    """What a log adds up to. `version` is the number of its last event."""

    status: Status
    version: int
    reason: Reason | None = None
    confirmed_at: str | None = None


def fold(events: Iterable[Event]) -> Standing:
    """Raises BrokenLog: events missing, out of place or unknown."""
    standing: Standing | None = None
    for number, event in enumerate(events, start=1):
        step = STEPS.get(event.type)
        if step is None:
            raise BrokenLog(f"event {event.number} is of an unknown type, {event.type!r}")
        if event.number != number:
            raise BrokenLog(f"event {number} is missing, {event.number} stands in its place")
        if step.after != (standing.status if standing else None):
            raise BrokenLog(f"event {number}, {event.type}, cannot follow what came before it")
        standing = Standing(
            status=step.becomes,
            version=number,
            reason=_reason(event),
            confirmed_at=event.at
            if step.becomes is Status.CONFIRMED
            else (standing.confirmed_at if standing else None),
        )
    if standing is None:
        raise BrokenLog("there are no events")
    return standing


def replay(order: Order, events: Iterable[Event]) -> Order:
    """The order as its log says; what was agreed when it was placed is its head's. Raises BrokenLog."""
    standing = fold(events)
    head: Head = replace(order.head, status=standing.status, version=standing.version, reason=standing.reason)
    return replace(order, head=head, confirmed_at=standing.confirmed_at)


def _reason(event: Event) -> Reason | None:
    given = event.data.get("reason")
    try:
        return Reason(given) if given is not None else None
    except ValueError:
        raise BrokenLog(f"event {event.number} gives an unknown reason, {given!r}") from None

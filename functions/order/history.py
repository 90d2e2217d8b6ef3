"""An order's log read as history: what its events add up to.

The head is the same fold, written as the order moves on; the log is what it can be checked against.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from functions.order.disputes import DISPUTE_EVENTS, Told
from functions.order.lines import Quantities, added, taken
from functions.order.order import DELIVERED, Event, Head, Order, Reason, Status


class BrokenLog(Exception):
    """Events that no order can have gone through, in this order or at all."""


@dataclass(frozen=True)
class Step:
    """An event of this type is possible in each of `after` (None: before anything else) and makes it
    `becomes`; None leaves it as it is."""

    after: frozenset[Status | None]
    becomes: Status | None


def _step(*after: Status | None, becomes: Status | None = None) -> Step:
    return Step(frozenset(after), becomes)


STEPS = {
    "OrderPlaced": _step(None, becomes=Status.PENDING),
    "OrderActionRequired": _step(Status.PENDING),
    "OrderConfirmed": _step(Status.PENDING, becomes=Status.CONFIRMED),
    "OrderFulfilling": _step(Status.CONFIRMED, becomes=Status.FULFILLING),
    "OrderCompleted": _step(Status.FULFILLING, becomes=Status.COMPLETED),
    "OrderCancelling": _step(Status.PENDING, Status.FULFILLING, becomes=Status.CANCELLING),
    "OrderCancelled": _step(Status.CANCELLING, becomes=Status.CANCELLED),
    "ReturnRequested": _step(*DELIVERED),
    "ReturnAccepted": _step(*DELIVERED),
    "ReturnRejected": _step(*DELIVERED),
    "ReturnRefunded": _step(*DELIVERED),
    "OrderRefunded": _step(*DELIVERED),
    "AmountRefunded": _step(*DELIVERED),
    "OrderRefundFailed": _step(*DELIVERED),
    "OrderReturned": _step(Status.COMPLETED, becomes=Status.RETURNED),
    **dict.fromkeys(sorted(DISPUTE_EVENTS), _step(*DELIVERED)),
}


@dataclass(frozen=True)
class Standing:
    """What a log adds up to. `version` is the number of its last event. `charged`, `credited`
    and `refunded` in minor units: what the card paid, None where an old log does not say, what credit paid,
    and what was given back."""

    status: Status
    version: int
    reason: Reason | None = None
    confirmed_at: str | None = None
    completed_at: str | None = None
    delivered: Quantities = field(default_factory=dict)
    returned: Quantities = field(default_factory=dict)
    charged: int | None = 0
    credited: int = 0
    refunded: int = 0
    accepted: Quantities = field(default_factory=dict)
    accepted_late: bool = False
    by_hand: dict[str, int] = field(default_factory=dict)
    short: Quantities = field(default_factory=dict)
    disputes: dict[str, Told] = field(default_factory=dict)


def fold(events: Iterable[Event]) -> Standing:
    """Raises BrokenLog: events missing, out of place or unknown."""
    standing: Standing | None = None
    for number, event in enumerate(events, start=1):
        step = STEPS.get(event.type)
        if step is None:
            raise BrokenLog(f"event {event.number} is of an unknown type, {event.type!r}")
        if event.number != number:
            raise BrokenLog(f"event {number} is missing, {event.number} stands in its place")
        if (standing.status if standing else None) not in step.after:
            raise BrokenLog(f"event {number}, {event.type}, cannot follow what came before it")
        standing = _next(standing, step, event)
    if standing is None:
        raise BrokenLog("there are no events")
    return standing


def replay(order: Order, events: Iterable[Event]) -> Order:
    """The order as its log says; what was agreed when it was placed is its head's. Raises BrokenLog."""
    standing = fold(events)
    head: Head = replace(order.head, status=standing.status, version=standing.version, reason=standing.reason)
    charged = standing.charged
    return replace(
        order,
        head=head,
        confirmed_at=standing.confirmed_at,
        completed_at=standing.completed_at,
        delivered=standing.delivered,
        returned=standing.returned,
        charged=order.value_of(standing.delivered).amount if charged is None else charged,
        credited=standing.credited,
        refunded=standing.refunded,
        uncounted=False,
        accepted=standing.accepted,
        accepted_late=standing.accepted_late,
        by_hand=standing.by_hand,
        short=standing.short,
        disputes=standing.disputes,
    )


def taken_back(events: Iterable[Event]) -> Quantities:
    """The units, by line id, of returns that were accepted and have come to their end. One whose refund
    failed comes to it again, with the same units."""
    of_return = {one.data["return_id"]: one.data["lines"] for one in events if one.type == "ReturnRefunded"}
    back: Quantities = {}
    for lines in of_return.values():
        back = added(back, lines)
    return back


def _next(standing: Standing | None, step: Step, event: Event) -> Standing:
    if standing is None:
        return Standing(step.becomes or Status.PENDING, event.number)
    moved = replace(
        standing, status=step.becomes or standing.status, version=event.number, reason=_reason(event)
    )
    match event.type:
        case "OrderConfirmed":
            return replace(moved, confirmed_at=event.at)
        case "OrderCancelling":
            return replace(moved, short=event.data.get("short", {}))
        case "OrderCompleted":
            credited = event.data["credited"]["amount"] if "credited" in event.data else 0
            return replace(
                moved,
                completed_at=event.at,
                delivered=event.data["delivered"],
                charged=_charged(event),
                credited=credited,
            )
        case "ReturnRequested":
            return replace(moved, returned=added(standing.returned, event.data["lines"]))
        case "ReturnAccepted":
            late = standing.accepted_late or event.data.get("late", False)
            return replace(moved, accepted=added(standing.accepted, event.data["lines"]), accepted_late=late)
        case "ReturnRejected":
            return replace(moved, returned=taken(standing.returned, event.data["lines"]))
        case "ReturnRefunded":
            refunded = standing.refunded + event.data["refund"]["amount"]
            returned = taken(standing.returned, event.data["declined"])
            return replace(moved, returned=returned, refunded=refunded)
        case "AmountRefunded":
            return replace(moved, refunded=standing.refunded + event.data["card"]["amount"])
        case "OrderRefunded":
            amount = event.data["amount"]["amount"]
            by_hand = standing.by_hand | {event.data["refund_id"]: amount}
            return replace(moved, by_hand=by_hand, refunded=standing.refunded + amount)
        case "OrderRefundFailed":
            gone = event.data["refund_id"]
            left = {name: amount for name, amount in standing.by_hand.items() if name != gone}
            return replace(moved, by_hand=left, refunded=standing.refunded - event.data["amount"]["amount"])
        case kind if kind in DISPUTE_EVENTS:
            return replace(moved, disputes=standing.disputes | {event.data["dispute_id"]: _dispute(event)})
    return moved


def _dispute(event: Event) -> Told:
    amounts = {name: event.data[name]["amount"] for name in ("amount", "taken")}
    return {"state": event.data["state"]} | amounts


def _charged(event: Event) -> int | None:
    charged = event.data["charged"]
    return charged["amount"] if charged is not None else None


def _reason(event: Event) -> Reason | None:
    given = event.data.get("reason")
    try:
        return Reason(given) if given is not None else None
    except ValueError:
        raise BrokenLog(f"event {event.number} gives an unknown reason, {given!r}") from None

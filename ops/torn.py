"""What becomes of orders whose items a lost region's replication left torn: pure rules.

DynamoDB replicates each item by itself. So a transaction that the lost region made may have arrived in part:
the units of an order without its event, its event without the money's record. What is believed, in turn:

    of an order             its events, up to the first that is missing; its head follows them
    that it is paid         the provider's list of holds, which no region can lose
    what it holds           follows from where it stands
    what is on the shelf    what was received, less what orders hold and have bought

    order        units           money at the provider    it
    not there    any             any                      is lost: what it holds is free, the money goes back
    PENDING      held, or none   any                      goes on: its machine begins again
    CANCELLING   released        any                      is cancelled now: the money goes back
    CANCELLED    released        any                      stays cancelled: the money goes back
    CONFIRMED    sold            held or taken            goes on: its fulfilment begins
    FULFILLING   sold            held or taken            goes on: it is offered to its warehouse again
    the two      any             none                     is cancelled now
    COMPLETED    sold            any                      stays; money that differs is for an operator

Nothing is done by guess: each step on from where an order stands may be repeated, so an order that is put
back to an earlier event comes to the same end again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from functions.inventory.stock import HeldCredit, Reservation, ReservationState, Units, wanted
from functions.inventory.uses import customer_uses, units_of
from functions.order import changes
from functions.order.history import BrokenLog, fold, replay
from functions.order.lines import Quantities, taken
from functions.order.order import DELIVERED, GIVEN_UP, Event, Order, Status
from functions.payment.hold import Hold
from functions.payment.payment import SECURED, Payment, State


class Fate(StrEnum):
    GOES_ON = "goes_on"
    CANCELLED = "cancelled"
    STANDS = "stands"


@dataclass(frozen=True)
class Aligned:
    """An order as its events say; `dropped` are numbers of events behind a gap. `first_lost`: the first event
    is to be written again, from what its head says was agreed."""

    order: Order
    dropped: tuple[int, ...]
    first_lost: bool


def aligned(order: Order, events: Sequence[Event]) -> Aligned:
    """The order put where the unbroken beginning of its log ends. `events` by number."""
    first_lost = not events or events[0].number != 1
    log = [changes.placed(order), *events] if first_lost else list(events)
    unbroken = [event for number, event in enumerate(log, start=1) if event.number == number]
    while len(unbroken) > 1:
        try:
            fold(unbroken)
            break
        except BrokenLog:
            unbroken.pop()
    kept = {event.number for event in unbroken}
    dropped = tuple(one.number for one in events if one.number not in kept)
    return Aligned(replay(order, unbroken), dropped, first_lost)


def fate(order: Order, payment: Payment | None, holds: Sequence[Hold]) -> Fate:
    """Of an order that is aligned. `holds`: the provider's, of this order."""
    if order.head.ended:
        return Fate.STANDS
    if order.status in GIVEN_UP:
        return Fate.CANCELLED
    if order.status is Status.PENDING or _paid(order, payment, holds):
        return Fate.GOES_ON
    return Fate.CANCELLED


def _paid(order: Order, payment: Payment | None, holds: Sequence[Hold]) -> bool:
    let_go = payment is not None and payment.lets_go
    return order.to_pay.amount == 0 or let_go or paying(order, payment, holds) is not None


def paying(order: Order, payment: Payment | None, holds: Sequence[Hold]) -> Hold | None:
    """The hold that pays for the order: the recorded one if it is alive, else any of its amount."""
    alive = [one for one in holds if (one.holds or one.keeps) and one.amount == order.to_pay]
    recorded = payment.hold_id if payment else None
    return next((one for one in alive if one.hold_id == recorded), alive[0] if alive else None)


def unrecorded(order: Order, payment: Payment | None, holds: Sequence[Hold]) -> Hold | None:
    """The hold that is to be recorded, where the order stands by it and no record says so."""
    if order.head.undecided or order.status is Status.CANCELLED or order.to_pay.amount == 0:
        return None
    hold = paying(order, payment, holds)
    if hold is None:
        return None
    said = payment is not None and payment.state in SECURED and payment.hold_id == hold.hold_id
    return None if said else hold


def nothing_recorded(order: Order, payment: Payment | None) -> bool:
    """Whether it is to be recorded that there is nothing to pay."""
    stands = not order.head.undecided and order.status is not Status.CANCELLED
    return stands and order.to_pay.amount == 0 and (payment is None or payment.state is not State.NOT_NEEDED)


def kept(order: Order, found: Reservation | None, back: Quantities, shards: Mapping[str, int]) -> Reservation:
    """What the order holds by where it stands. `back`: units by line that stand on the shelf again; `shards`:
    by SKU, where units are put that no reservation tells of."""
    before = found or Reservation(order.order_id, ReservationState.RELEASED, ())
    if order.status in GIVEN_UP:
        return replace(before, state=ReservationState.RELEASED)
    if order.status is Status.PENDING:
        sold = before.state is ReservationState.SOLD
        return replace(before, state=ReservationState.HELD) if sold else before
    out = taken(order.delivered, back)
    lines = order.lines_of(out) if order.status in DELIVERED else order.lines
    there = () if before.state is ReservationState.RELEASED else before.units
    units = _made_up(there, wanted(lines) | units_of(order.uses), shards)
    uses = customer_uses(order.uses, order.owner)
    credit = _credit(order, before)
    return replace(before, state=ReservationState.SOLD, units=units, credit=credit, uses=uses)


def _credit(order: Order, before: Reservation) -> HeldCredit | None:
    """What a confirmed order has to hold of its owner's; a completed one has spent it."""
    if order.status in DELIVERED or order.credit == 0:
        return None
    return before.credit or HeldCredit(order.owner, order.credit)


def _made_up(
    there: Iterable[Units], needed: Mapping[str, int], shards: Mapping[str, int]
) -> tuple[Units, ...]:
    """So many units by SKU, from those that are there as far as they go."""
    missing = dict(needed)
    made = []
    for piece in there:
        quantity = min(piece.quantity, missing.get(piece.sku, 0))
        if quantity:
            made.append(replace(piece, quantity=quantity))
            missing[piece.sku] -= quantity
    more = (Units(sku, shards.get(sku, 0), quantity) for sku, quantity in missing.items() if quantity)
    return (*made, *more)

"""What a shop promises of credit that orders use: held where an open order names it, spent once, for as much
as what was delivered costs.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from functions.credit.account import Account, place_of_order
from functions.credit.whole_store import Credits
from functions.inventory.stock import Reservation, ReservationState
from functions.order.order import DELIVERED, GIVEN_UP, Order
from functions.payment.payment import Payment

Reservations = Mapping[str, Reservation]


def broken_spending(
    orders: Mapping[str, Order],
    payments: Mapping[str, Payment],
    reservations: Reservations,
    kept: Credits,
) -> Iterator[str]:
    """One sentence for each way in which credit is held, or spent, otherwise than orders say. `reservations`
    are all that there are."""
    yield from _held(reservations, kept)
    spent = _spent(kept)
    for order_id, order in orders.items():
        if not 0 <= order.credit <= order.total.amount:
            yield f"more credit than the total: {order_id} is {order.total.amount}, uses {order.credit}"
        yield from _named(order, reservations.get(order_id))
        yield from _paid(order, payments.get(order_id), spent[place_of_order(order_id)])


def _held(reservations: Reservations, kept: Credits) -> Iterator[str]:
    named: Counter[str] = Counter()
    for one in reservations.values():
        if one.credit and one.state is not ReservationState.RELEASED:
            named[one.credit.owner] += one.credit.amount
    for owner in sorted(kept.accounts.keys() | named.keys()):
        held = kept.accounts.get(owner, Account(owner)).held
        if held != named[owner]:
            yield f"credit held without a holder: {owner} has {held} held, orders {named[owner]}"


def _named(order: Order, reservation: Reservation | None) -> Iterator[str]:
    """The reservation of an open order names its credit; that of a completed one none any more."""
    if reservation is None or reservation.state is ReservationState.RELEASED or order.status in GIVEN_UP:
        return
    named = reservation.credit.amount if reservation.credit else 0
    due = 0 if order.status in DELIVERED else order.credit
    if named != due:
        yield f"another credit held: {order.order_id} is {order.status}, of {due} its reservation has {named}"


def _spent(kept: Credits) -> Counter[str]:
    """By the places of orders."""
    spent: Counter[str] = Counter()
    for entries in kept.entries.values():
        for entry in entries:
            spent[entry.target] += entry.amount
    return spent


def _paid(order: Order, payment: Payment | None, spent: int) -> Iterator[str]:
    """Credit first: as much as was held, or as what was delivered costs."""
    delivered = order.delivered_value.amount if order.status in DELIVERED else 0
    due, name = order.credit_for(delivered), f"{order.order_id} is {order.status}"
    recorded = payment.credited if payment else 0
    if spent != due:
        yield f"credit spent wrong: {name}, {due} are due of {order.credit}, {spent} were taken"
    if order.credited != due:
        yield f"shown as credited otherwise: {name}, {due} are due, {order.credited} shown"
    if recorded != due:
        yield f"recorded as credited otherwise: {name}, {due} are due, {recorded} recorded"

"""What a shop promises of codes with a limit: each order holds the uses that its price came by, and what a
customer has used is what orders hold for them. That no more are used in all than were received is told of
stock (promises.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from functions.inventory.stock import Reservation, ReservationState
from functions.inventory.uses import CustomerCount, codes_in, customer_uses, units_of
from functions.order.order import GIVEN_UP, Order


def broken_codes(
    orders: Mapping[str, Order], reservations: Mapping[str, Reservation], counts: Iterable[CustomerCount]
) -> Iterator[str]:
    """One sentence for each way in which a use is held, or counted, otherwise than orders say. `reservations`
    are all that there are."""
    for order in orders.values():
        yield from _named(order, reservations.get(order.order_id))
    yield from _counted(reservations.values(), counts)


def _named(order: Order, reservation: Reservation | None) -> Iterator[str]:
    """What an order holds, open or not, is what its quote named."""
    beyond = {use.code for use in order.uses} - set(order.codes)
    if beyond:
        yield f"use of another code: {order.order_id} came by {_list(order.codes)}, not {_list(beyond)}"
    if reservation is None or reservation.state is ReservationState.RELEASED or order.status in GIVEN_UP:
        return
    in_all = codes_in(piece.sku for piece in reservation.units for _ in range(piece.quantity))
    if sorted(in_all) != sorted(codes_in(units_of(order.uses))):
        yield f"other uses held: {order.order_id} is {order.status}, its reservation has {_list(in_all)}"
    if set(reservation.uses) != set(customer_uses(order.uses, order.owner)):
        yield (
            f"other uses counted: {order.order_id} is {order.status}, its reservation names"
            f" {_list(use.code for use in reservation.uses)}"
        )


def _counted(reservations: Iterable[Reservation], counts: Iterable[CustomerCount]) -> Iterator[str]:
    named: Counter[tuple[str, str]] = Counter()
    most: dict[tuple[str, str], int] = defaultdict(int)
    for one in reservations:
        for use in one.uses if one.state is not ReservationState.RELEASED else ():
            named[use.code, use.customer] += 1
            most[use.code, use.customer] = max(most[use.code, use.customer], use.most)
    used = {(one.code, one.customer): one.used for one in counts}
    for code, customer in sorted(named.keys() | used.keys()):
        said, held = used.get((code, customer), 0), named[code, customer]
        if said != held:
            yield f"uses counted wrong: {customer} has {said} of {code}, orders {held}"
        if held > most[code, customer]:
            yield f"used too often: {customer} has {held} of {code}, of {most[code, customer]}"


def _list(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes)) or "none"

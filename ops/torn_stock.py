"""Shelves counted anew from what orders hold and have bought: pure rules."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from functions.inventory.stock import Layout, Reservation, ReservationState, Shard, spread
from functions.inventory.uses import CustomerCount
from functions.order.order import Order, Status

_CHANGEABLE = {Status.PENDING: 0, Status.CONFIRMED: 1, Status.FULFILLING: 2}
"""Who gives way where more was promised than there is, the first first: what is packed has gone."""


@dataclass(frozen=True)
class Shelf:
    """A SKU's shards as they are to be, and by how many units its receipts are to be corrected so that they
    agree; `changed` if either is other than it was found."""

    shards: tuple[Shard, ...]
    correction: int
    changed: bool


def promised(reservations: Iterable[Reservation]) -> Counter[str]:
    """Units by SKU that are held or sold."""
    found: Counter[str] = Counter()
    for one in reservations:
        for piece in one.units if one.state is not ReservationState.RELEASED else ():
            found[piece.sku] += piece.quantity
    return found


def on_the_books(shards: Iterable[Shard], receipts: Mapping[str, int]) -> dict[str, int]:
    """Units by SKU that were surely received: the fewer, where shelves and receipts differ."""
    received: Counter[str] = Counter()
    for shard in shards:
        received[shard.sku] += shard.received
    return {sku: min(received[sku], receipts.get(sku, 0)) for sku in received.keys() | receipts.keys()}


def giving_way(
    orders: Mapping[str, Order], reservations: Mapping[str, Reservation], received: Mapping[str, int]
) -> list[str]:
    """Orders to cancel since more was promised than was received: a unit that one order gave back and
    another bought stands in both, if only the second half arrived. Undecided ones first, then the newest."""
    over = {sku: units - received.get(sku, 0) for sku, units in promised(reservations.values()).items()}
    open_orders = [order for order in orders.values() if order.status in _CHANGEABLE]
    newest = sorted(open_orders, key=lambda one: one.placed_at, reverse=True)
    victims = []
    for order in sorted(newest, key=lambda one: _CHANGEABLE[one.status]):
        held = promised([one] if (one := reservations.get(order.order_id)) else [])
        if any(over.get(sku, 0) > 0 for sku in held):
            victims.append(order.order_id)
            over = {sku: units - held[sku] for sku, units in over.items()}
    return victims


def counted(
    shards: Sequence[Shard], reservations: Iterable[Reservation], receipts: Mapping[str, int]
) -> dict[str, Shelf]:
    """By SKU, each shelf counted anew. More may be promised than was received: then so many are taken to have
    been received, for somebody to look at the shelf."""
    held, sold = _promised_by_shard(reservations)
    books = on_the_books(shards, receipts)
    skus = {*books, *(sku for sku, _ in held), *(sku for sku, _ in sold)}
    there: dict[str, dict[int, Shard]] = {sku: {} for sku in skus}
    for shard in shards:
        there[shard.sku][shard.number] = shard
    for sku, number in (*held, *sold):
        there[sku].setdefault(number, Shard(sku, number))
    return {
        sku: _shelf(found or {0: Shard(sku, 0)}, held, sold, books.get(sku, 0), receipts.get(sku, 0))
        for sku, found in sorted(there.items())
    }


def miscounted(
    reservations: Iterable[Reservation], counts: Iterable[CustomerCount]
) -> list[tuple[CustomerCount, CustomerCount | None]]:
    """What customers have used of codes as orders say, and as it was found, where it is not the same."""
    named: Counter[tuple[str, str]] = Counter()
    for one in reservations:
        for use in one.uses if one.state is not ReservationState.RELEASED else ():
            named[use.code, use.customer] += 1
    found = {(one.code, one.customer): one for one in counts}
    counted_anew = [CustomerCount(*key, named[key]) for key in sorted(named.keys() | found.keys())]
    pairs = [(one, found.get((one.code, one.customer))) for one in counted_anew]
    return [(one, seen) for one, seen in pairs if one != seen]


def _shelf(
    found: Mapping[int, Shard],
    held: Mapping[tuple[str, int], int],
    sold: Mapping[tuple[str, int], int],
    received: int,
    signed: int,
) -> Shelf:
    exact = [
        replace(one, held=held.get((one.sku, one.number), 0), sold=sold.get((one.sku, one.number), 0))
        for _, one in sorted(found.items())
    ]
    gone = sum(one.held + one.sold for one in exact)
    left = max(received, gone) - gone
    kept = [one.available for one in exact]
    if sum(kept) != left or min(kept, default=0) < 0:
        kept = spread(left, Layout(len(exact), len(exact)))
    made = tuple(
        replace(one, available=units, received=units + one.held + one.sold)
        for one, units in zip(exact, kept, strict=True)
    )
    correction = left + gone - signed
    return Shelf(made, correction, bool(correction) or made != tuple(one for _, one in sorted(found.items())))


def _promised_by_shard(
    reservations: Iterable[Reservation],
) -> tuple[Counter[tuple[str, int]], Counter[tuple[str, int]]]:
    held: Counter[tuple[str, int]] = Counter()
    sold: Counter[tuple[str, int]] = Counter()
    totals = {ReservationState.HELD: held, ReservationState.SOLD: sold}
    for one in reservations:
        for piece in one.units if one.state in totals else ():
            totals[one.state][piece.sku, piece.shard] += piece.quantity
    return held, sold

"""Correct the stock of a SKU by what somebody counted on the shelf.

On the shelf lies what is for sale, what is held for orders that are being paid, and what is sold and not
packed yet. What is packed stands elsewhere, and waits to be handed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from functions.fulfilment import store as fulfilments
from functions.fulfilment.fulfilment import Fulfilment, PackingOutcome
from functions.inventory import store as stock_store
from functions.inventory.receive_stock import PAUSE_SECONDS, TRIES, Told, correct, nothing
from functions.inventory.stock import Reservation, ReservationState
from functions.order import store as order_store
from functions.order.order import Order
from functions.shared import ids
from functions.shared.contention import REFUSALS, contend
from functions.shared.errors import BusinessError


class PromisedMore(BusinessError):
    """Fewer units lie there than are promised to orders: `held` for those being paid, `unpacked` by order."""

    def __init__(self, counted: int, held: int, unpacked: dict[str, int]) -> None:
        super().__init__(f"{counted} counted, {held + sum(unpacked.values())} promised")
        self.counted = counted
        self.held = held
        self.unpacked = unpacked


@dataclass(frozen=True)
class Counted:
    """What a count came to, in units: `received` is the correction."""

    available: int
    held: int
    unpacked: int
    received: int


@dataclass(frozen=True)
class Promised:
    """Units of a SKU that open orders have a right to, by order; `seen`: where each of these stood."""

    held: dict[str, int]
    unpacked: dict[str, int]
    seen: dict[str, str]


class _Moved(Exception):
    """Orders of the SKU moved while they were looked at."""


def count_shelf(
    sku: str, counted: int, signed_by: str, *, receipt: str = "", told: Told = nothing
) -> Counted:
    """Make available what lies there and is promised to nobody, as of a moment while this ran.

    Orders are read before and after all shards are looked at, and looked at again until none of the SKU has
    moved between: what is sold and unpacked then stands as it did at that look. They are found by an index
    that lags, so before anything is corrected all orders are scanned for one that it left out. A `receipt`
    that was signed before is only told again. Raises PromisedMore, and Contended where orders move all the
    time.
    """
    attempt = partial(_count, receipt or ids.new_receipt(), sku, counted, signed_by, told, set())
    what = f"count the stock of {sku}: its orders move too quickly"
    return contend(attempt, what, tries=TRIES, pause=PAUSE_SECONDS, refusals=(_Moved, *REFUSALS))


def _count(receipt: str, sku: str, counted: int, signed_by: str, told: Told, left_out: set[str]) -> Counted:
    """`left_out`: orders that the index does not tell of; those that this attempt finds are added."""
    before = _promised(sku, left_out)
    shelves, signed = stock_store.look_whether(receipt, sku)
    held = sum(shard.held for shard in shelves.shards)
    unpacked = sum(before.unpacked.values())
    available = counted - held - unpacked
    if signed is None:
        after = _promised(sku, left_out)
        if before != after or sum(after.held.values()) != held:
            raise _Moved(sku)
        known = {order.order_id for order in order_store.load_open() if _is_of(order, sku)}
        unseen = known - after.seen.keys()
        left_out |= unseen
        if unseen:
            raise _Moved(sku)
        if available < 0:
            raise PromisedMore(counted, held, after.unpacked)
        signed = correct(receipt, shelves, available, signed_by, told)
    return Counted(available, held, unpacked, signed)


def _promised(sku: str, left_out: set[str]) -> Promised:
    orders = {order.order_id: order for order in _open_orders(sku, left_out)}
    parts = fulfilments.load_many(list(orders))
    held: dict[str, int] = {}
    unpacked: dict[str, int] = {}
    for reservation in stock_store.load_reservations(list(orders)):
        order_id = reservation.order_id
        if reservation.state is ReservationState.HELD:
            held[order_id] = _units(reservation, sku)
        elif reservation.state is ReservationState.SOLD:
            packed = _packed(orders[order_id], parts.get(order_id), sku)
            unpacked[order_id] = _units(reservation, sku) - packed
    seen = {key: f"{one.head.version} {_decided(parts.get(key))}" for key, one in orders.items()}
    return Promised(_some(held), _some(unpacked), seen)


def _open_orders(sku: str, left_out: set[str]) -> Iterator[Order]:
    """Those of the SKU that are not at an end, read as they stand. Raises Unreadable."""
    subjects = (subject for subject, _ in order_store.due_times())
    known = sorted({subject for subject in subjects if ids.is_order_id(subject)} | left_out)
    for order in order_store.load_many(known):
        if not order.head.ended and _is_of(order, sku):
            yield order


def _is_of(order: Order, sku: str) -> bool:
    return any(line.sku == sku for line in order.lines)


def _packed(order: Order, fulfilment: Fulfilment | None, sku: str) -> int:
    """Units that left the shelf and are not completed yet."""
    decision = fulfilment.decision if fulfilment else None
    if decision is None or decision.outcome is not PackingOutcome.PACKED:
        return 0
    return sum(line.quantity for line in order.lines_of(decision.lines) if line.sku == sku)


def _decided(fulfilment: Fulfilment | None) -> str:
    return fulfilment.outcome or "" if fulfilment else ""


def _units(reservation: Reservation, sku: str) -> int:
    return sum(piece.quantity for piece in reservation.units if piece.sku == sku)


def _some(units: dict[str, int]) -> dict[str, int]:
    return {order_id: quantity for order_id, quantity in units.items() if quantity}

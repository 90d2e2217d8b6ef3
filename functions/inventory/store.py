"""The Stock table: a SKU item (`sku#<sku>`), its shards (`shard#<sku>#<n>`), receipts and reservations,
each in a partition of its own.

The SKU item tells the layout. It is cached, as a hint where to try first: since shards only grow in number,
an old layout names shards that exist.
"""

import threading
from collections.abc import Sequence

from functions.inventory.stock import Layout, Reservation, ReservationState, Shard, Shelves, Units
from functions.inventory.writes import TABLE, receipt_key, reservation_key, shard_key, sku_key
from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.table import Item, batch_get, get, scan, transact_get

LAYOUTS_FRESH_SECONDS = 10.0
LOOKS = 5

_lock = threading.Lock()
_counts: dict[str, tuple[float, Layout]] = {}


class LayoutMoving(TransientError):
    """The SKU was given more shards at every look."""


def layout(sku: str) -> Layout | None:
    """A SKU's layout, at most ten seconds old; None (never cached) for a SKU that never had stock."""
    known = _known(sku)
    return known or _learn(sku, get(TABLE, sku_key(sku)))


def look(sku: str) -> Shelves:
    """All shards of a SKU at one moment. Raises LayoutMoving."""
    shelves, _ = _look(sku)
    return shelves


def look_for(order_id: str, sku: str) -> tuple[Shelves, Reservation | None]:
    """All shards of a SKU, and what the order has reserved, at one moment. Only such a look may tell an order
    that something is out of stock: units that are gone may be those that an earlier try holds for it. Raises
    LayoutMoving."""
    shelves, (reservation,) = _look(sku, reservation_key(order_id))
    return shelves, _reservation(reservation) if reservation else None


def look_whether(receipt: str, sku: str) -> tuple[Shelves, int | None]:
    """All shards of a SKU, and the units of a receipt if it was signed, at one moment. Raises
    LayoutMoving."""
    shelves, (signed,) = _look(sku, receipt_key(receipt))
    return shelves, signed["quantity"] if signed else None


def _look(sku: str, *others: Item) -> tuple[Shelves, list[Item | None]]:
    """The SKU item is read in the same transaction: shards it has beyond those that were read make the look
    worthless, since units may have moved into them."""
    known = _known(sku)
    for _ in range(LOOKS):
        count = known.shards if known else 0
        shards = [shard_key(sku, number) for number in range(count)]
        item, *found = transact_get([(TABLE, key) for key in (sku_key(sku), *shards, *others)])
        known = _learn(sku, item)
        if known is None or known.shards == count:
            there = tuple(_shard(one) for one in found[:count] if one)
            version = item.get("version", 0) if item else 0
            return Shelves(sku, known, there, version), found[count:]
    raise LayoutMoving(sku)


def load_reservation(order_id: str) -> Reservation | None:
    item = get(TABLE, reservation_key(order_id))
    return _reservation(item) if item else None


def load_all() -> tuple[list[Shard], list[Reservation], list[Item]]:
    """All shards, reservations and receipts, by a scan: for audits, not for requests."""
    items = list(scan(TABLE))
    return (
        [_shard(item) for item in items if "available" in item],
        [_reservation(item) for item in items if item["id"].startswith("reservation#")],
        [item for item in items if item["id"].startswith("receipt#")],
    )


def levels(skus: Sequence[str]) -> dict[str, int]:
    """Available units per SKU, in one batch and eventually consistent: for showing, not for deciding.

    The batch tells the layouts too; shards that were not known before are read in a second one.
    """
    known = {sku: count.shards if (count := _known(sku)) else 0 for sku in skus}
    found = batch_get(TABLE, [sku_key(sku) for sku in skus] + _shard_keys(known, dict.fromkeys(skus, 0)))
    layouts = {item["sku"]: _learn(item["sku"], item) for item in found if "shards" in item}
    grown = {sku: count.shards for sku, count in layouts.items() if count}
    found += batch_get(TABLE, _shard_keys(grown, known))
    available = dict.fromkeys(skus, 0)
    for shard in (_shard(item) for item in found if "available" in item):
        available[shard.sku] += shard.available
    return available


def _shard_keys(counts: dict[str, int], beyond: dict[str, int]) -> list[Item]:
    return [shard_key(sku, number) for sku, count in counts.items() for number in range(beyond[sku], count)]


def _known(sku: str) -> Layout | None:
    """What was learned in the last ten seconds."""
    with _lock:
        cached = _counts.get(sku)
    if cached is None or clock.monotonic() - cached[0] > LAYOUTS_FRESH_SECONDS:
        return None
    return cached[1]


def _learn(sku: str, item: Item | None) -> Layout | None:
    if item is None:
        return None
    found = Layout(item["shards"], item["active"])
    with _lock:
        _counts[sku] = (clock.monotonic(), found)
    return found


def _shard(item: Item) -> Shard:
    return Shard(
        sku=item["sku"],
        number=item["shard"],
        available=item["available"],
        held=item["held"],
        sold=item["sold"],
        received=item["received"],
    )


def _reservation(item: Item) -> Reservation:
    units = tuple(Units(one["sku"], one["shard"], one["quantity"]) for one in item["units"])
    returned = frozenset(item.get("returned", ()))
    return Reservation(item["order_id"], ReservationState(item["state"]), units, returned)

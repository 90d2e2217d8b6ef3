"""The Stock table: a SKU item (`sku#<sku>`), its shards (`shard#<sku>#<n>`), receipts and reservations,
each in a partition of its own.
"""

import threading
from collections.abc import Sequence

from functions.inventory.stock import Reservation, ReservationState, Shard, Units
from functions.inventory.writes import TABLE, reservation_key, shard_key, sku_key
from functions.shared import clock
from functions.shared.table import Item, batch_get, get, scan, transact_get

COUNTS_FRESH_SECONDS = 10.0

_lock = threading.Lock()
_counts: dict[str, tuple[float, int]] = {}


def shard_count(sku: str) -> int:
    """How many shards a SKU has: at most ten seconds old, and no more than a hint where to try first.
    0 for a SKU that never had stock."""
    with _lock:
        cached = _counts.get(sku)
        if cached is None or clock.monotonic() - cached[0] > COUNTS_FRESH_SECONDS:
            cached = (clock.monotonic(), read_shard_count(sku))
            if cached[1] > 0:
                _counts[sku] = cached
        return cached[1]


def read_shard_count(sku: str) -> int:
    item = get(TABLE, sku_key(sku))
    return int(item["shards"]) if item else 0


def look(sku: str) -> tuple[Shard, ...]:
    """All shards of a SKU at one moment. Only such a look may say that something is out of stock."""
    count = read_shard_count(sku)
    if count == 0:
        return ()
    items = transact_get([(TABLE, shard_key(sku, number)) for number in range(count)])
    return tuple(_shard(item) for item in items if item is not None)


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
    """Available units per SKU, in one batch and eventually consistent: for showing, not for deciding."""
    keys = [(sku, number) for sku in skus for number in range(shard_count(sku))]
    found = batch_get(TABLE, [shard_key(*key) for key in keys])
    available = dict.fromkeys(skus, 0)
    for shard in map(_shard, found):
        available[shard.sku] += shard.available
    return available


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
    return Reservation(item["order_id"], ReservationState(item["state"]), units)

"""The Stock table: a SKU item (`sku#<sku>`), its shards (`shard#<sku>#<n>`), receipts, reservations and
counts of what customers have used of codes (`uses#<code>#<customer>`), each in a partition of its own.

The SKU item tells the layout. It is cached, as a hint where to try first: since shards only grow in number,
an old layout names shards that exist.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from functions.inventory.stock import Layout, Reservation, Shard, Shelves
from functions.inventory.stock_item import count_from, receipt_from, reservation_from, shard_from
from functions.inventory.uses import CustomerCount
from functions.inventory.uses_writes import uses_key
from functions.inventory.writes import TABLE, receipt_key, reservation_key, shard_key, sku_key
from functions.shared import clock, observe
from functions.shared.errors import TransientError
from functions.shared.items import Aside, read_each, reader, value
from functions.shared.table import batch_get, get, scan, transact_get
from functions.shared.write import Item

LAYOUTS_FRESH_SECONDS = 10.0
LOOKS = 5

_SKU, _SHARD, _USES = "sku#", "shard#", "uses#"

T = TypeVar("T")

_lock = threading.Lock()
_counts: dict[str, tuple[float, Layout]] = {}


class LayoutMoving(TransientError):
    """The SKU was given more shards at every look."""


def layout(sku: str) -> Layout | None:
    """A SKU's layout, at most ten seconds old; None (never cached) for a SKU that never had stock."""
    known = _known(sku)
    return known or _learn(sku, get(TABLE, sku_key(sku)))


def layouts(skus: Sequence[str]) -> dict[str, Layout | None]:
    """The same of several; what is not known is read at once."""
    found = {sku: _known(sku) for sku in skus}
    unknown = [sku_key(sku) for sku, known in found.items() if known is None]
    return found | dict(map(_learned, batch_get(TABLE, unknown, consistent=True)))


def look(sku: str) -> Shelves:
    """All shards of a SKU at one moment. Raises LayoutMoving."""
    shelves, _ = _look(sku)
    return shelves


def look_for(order_id: str, sku: str) -> tuple[Shelves, Reservation | None]:
    """All shards of a SKU, and what the order has reserved, at one moment. Only such a look may tell an order
    that something is out of stock: units that are gone may be those that an earlier try holds for it. Raises
    LayoutMoving."""
    shelves, (reservation,) = _look(sku, reservation_key(order_id))
    return shelves, reservation_from(reservation) if reservation else None


def look_whether(receipt: str, sku: str) -> tuple[Shelves, int | None]:
    """All shards of a SKU, and the units of a receipt if it was signed, at one moment. Raises
    LayoutMoving."""
    shelves, (signed,) = _look(sku, receipt_key(receipt))
    return shelves, signed["quantity"] if signed else None


def _look(sku: str, *others: Item) -> tuple[Shelves, list[Item | None]]:
    """The SKU item is read in the same transaction as all shards that are known of."""
    for _ in range(LOOKS):
        count = known_shards(sku)
        keys = [*shelves_keys(sku, count), *others]
        item, *found = transact_get([(TABLE, key) for key in keys])
        shelves = shelves_from(sku, count, item, found[:count])
        if shelves is not None:
            return shelves, found[count:]
    raise LayoutMoving(sku)


def known_shards(sku: str) -> int:
    """How many shards a SKU had at most ten seconds ago; 0 where that is not known."""
    known = _known(sku)
    return known.shards if known else 0


def shelves_keys(sku: str, count: int) -> list[Item]:
    return [sku_key(sku), *(shard_key(sku, number) for number in range(count))]


def shelves_from(sku: str, count: int, item: Item | None, shards: Sequence[Item | None]) -> Shelves | None:
    """What one read of the SKU item and so many shards shows; None where there are more shards than that:
    units may have moved into them. The layout is known from now on."""
    known = _learn(sku, item)
    if known is not None and known.shards != count:
        return None
    version = item.get("version", 0) if item else 0
    return Shelves(sku, known, tuple(shard_from(one) for one in shards if one), version)


def load_reservation(order_id: str) -> Reservation | None:
    item = get(TABLE, reservation_key(order_id))
    return reservation_from(item) if item else None


def load_reservations(order_ids: Sequence[str]) -> list[Reservation]:
    """Those that exist, read consistently. Raises Unreadable."""
    keys = [reservation_key(order_id) for order_id in order_ids]
    return [reservation_from(item) for item in batch_get(TABLE, keys, consistent=True)]


def load_all(
    aside: Aside | None = None,
) -> tuple[list[Shard], list[Reservation], list[Item], list[CustomerCount]]:
    """All shards, reservations, receipts and counts of customers' uses, by a scan: for audits, not for
    requests. What cannot be read goes `aside`, by its id in the table."""
    items = list(scan(TABLE))
    return (
        _read(items, _SHARD, shard_from, aside),
        _read(items, "reservation#", reservation_from, aside),
        _read(items, "receipt#", receipt_from, aside),
        _read(items, _USES, count_from, aside),
    )


def levels(skus: Sequence[str]) -> dict[str, int]:
    """Available units per SKU, in one batch and eventually consistent: for showing, not for deciding."""
    return levels_and_uses(skus, "", ())[0]


def levels_and_uses(
    skus: Sequence[str], customer: str, codes: Sequence[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """The same, and how many uses the customer has had of each of these codes.

    The batch tells the layouts too; shards that were not known before, but for the first, are read in a
    second one. What cannot be read is counted and left out: for showing, that is few enough.
    """
    known = {sku: known_shards(sku) or 1 for sku in skus}
    beside = [uses_key(code, customer) for code in codes]
    keys = [sku_key(sku) for sku in skus] + _shard_keys(known, dict.fromkeys(skus, 0))
    found = batch_get(TABLE, keys + beside)
    aside: Aside = {}
    grown = {sku: layout.shards for sku, layout in _read(found, _SKU, _learned, aside)}
    found += batch_get(TABLE, _shard_keys(grown, known))
    available = dict.fromkeys(skus, 0)
    for shard in _read(found, _SHARD, shard_from, aside):
        available[shard.sku] += shard.available
    used = {one.code: one.used for one in _read(found, _USES, count_from, aside)}
    for name, why in aside.items():
        observe.logger.error("stock not read", extra={"stock": name, "error": why})
        observe.count("StockNotRead")
    return available, used


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
    return _learned(item)[1] if item is not None else None


@reader
def _learned(item: Item) -> tuple[str, Layout]:
    """A SKU and its layout, which is known from now on. Raises Unreadable."""
    sku = str(item["id"]).removeprefix(_SKU)
    found = Layout(value(item, "shards", int), value(item, "active", int))
    with _lock:
        _counts[sku] = (clock.monotonic(), found)
    return sku, found


def _read(items: Iterable[Item], kind: str, read: Callable[[Item], T], aside: Aside | None) -> list[T]:
    """Those whose id begins so."""
    return list(read_each((item for item in items if item["id"].startswith(kind)), read, _id, aside))


def _id(item: Item) -> str:
    return str(item["id"])

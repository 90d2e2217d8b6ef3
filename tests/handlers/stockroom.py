"""Shards filled by hand, and orders that want what is in them without a cart having been filled first."""

import itertools
from collections.abc import Mapping

from functions.inventory import store, writes
from functions.inventory.stock import Layout, Shelves
from functions.order import changes
from functions.order import writes as order_writes
from functions.order.order import Head
from functions.shared import ids
from functions.shared.table import transact
from tests.orders import line
from tests.orders import order as an_order

AT = "2026-01-01T00:00:00.000Z"

_numbers = itertools.count(1)


def fill(sku: str, *available: int, active: int | None = None) -> None:
    """As many shards as numbers are given; what a process knew of them is forgotten."""
    layout = Layout(len(available), active or len(available))
    moves = [writes.shift(sku, number, units) for number, units in enumerate(available)]
    transact([writes.revise(Shelves(sku, None), layout), *moves])
    store._counts.clear()


def hop(sku: str, source: int, target: int, units: int = 1) -> None:
    """Move units as a rebalance does."""
    transact([writes.shift(sku, source, -units), writes.shift(sku, target, units)])


def shelves(sku: str = "water") -> list[tuple[int, int, int, int]]:
    """(available, held, sold, received) of each shard; what was received is always all there."""
    shards = store.look(sku).shards
    for shard in shards:
        assert shard.received == shard.available + shard.held + shard.sold, shard
        assert min(shard.available, shard.held, shard.sold) >= 0, shard
    return [(shard.available, shard.held, shard.sold, shard.received) for shard in shards]


def available(sku: str = "water") -> list[int]:
    return [counts[0] for counts in shelves(sku)]


def order_for(**quantities: int) -> str:
    """The id of a new PENDING order for these units by SKU."""
    return order_for_all(quantities)


def order_for_all(quantities: Mapping[str, int]) -> str:
    order_id = ids.order_id("own_stockroom", str(next(_numbers)))
    pending_order(order_id, quantities)
    return order_id


def pending_order(order_id: str, quantities: Mapping[str, int]) -> Head:
    """As it stands when it was just placed."""
    lines = [line(sku, quantity=quantity) for sku, quantity in quantities.items()]
    order = an_order(*lines, order_id=order_id, owner=f"own_{order_id}", placed_at=AT)
    transact(order_writes.create(order, changes.placed(order), AT))
    return order.head

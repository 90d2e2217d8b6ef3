"""Receive or correct stock by a signed receipt: who said so, when, and by how many units."""

from functions.inventory import stock, store, writes
from functions.inventory.stock import Shard
from functions.shared import clock, ids
from functions.shared.errors import TransientError
from functions.shared.table import ConditionRefused, transact

TRIES = 60


class StockMoving(TransientError):
    """Orders took or returned units every time the stock was about to be corrected."""


def set_available(sku: str, available: int, signed_by: str) -> int:
    """Make exactly `available` units available, spread over the SKU's shards; what is held or sold stays.

    Returns the units received (negative for a correction downwards). Raises StockMoving.
    """
    for attempt in range(TRIES):
        shards = store.look(sku) or (Shard(sku, 0),)
        shares = stock.spread(available, len(shards))
        receipt = ids.new_receipt()
        change = available - sum(shard.available for shard in shards)
        signed = writes.sign_receipt(receipt, sku, change, signed_by, clock.timestamp(clock.now()))
        moves = [writes.restock(shard, share) for shard, share in zip(shards, shares, strict=True)]
        opening = [] if store.read_shard_count(sku) else [writes.open_sku(sku, len(shards))]
        try:
            transact([signed, *moves, *opening])
        except ConditionRefused:
            clock.pause(0.002 * attempt)
            continue
        return change
    raise StockMoving(sku)

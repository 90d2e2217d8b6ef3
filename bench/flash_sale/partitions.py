"""DynamoDB as far as a sale feels it: partitions with so many request units a second, and items that one
transaction at a time has to itself."""

import hashlib
from collections import Counter
from enum import Enum

from bench.flash_sale.agenda import Bucket
from bench.flash_sale.limits import Limits
from functions.inventory.stock import Layout, Shard, Shelves
from functions.inventory.writes import shard_key, sku_key

SKU = "tiramisu"
TRANSACTIONAL = 2
"""Units of a small item, written or read in a transaction."""


class Outcome(Enum):
    DONE = "applied"
    REFUSED = "a condition did not hold"
    CONFLICT = "another transaction has an item"
    THROTTLED = "a partition has no units left"


class Table:
    """`key` is any whole number: keys of orders, owners and such lie evenly in the partitions."""

    def __init__(self, limits: Limits) -> None:
        count = limits.partitions
        self._writes = [Bucket(limits.partition_writes, limits.partition_writes) for _ in range(count)]
        self._reads = [Bucket(limits.partition_reads, limits.partition_reads) for _ in range(count)]

    def write(self, key: int, units: float, now: float) -> bool:
        return self._writes[key % len(self._writes)].take(units, now)

    def read(self, key: int, units: float, now: float) -> bool:
        return self._reads[key % len(self._reads)].take(units, now)


class Shelf(Table):
    """The Stock table with one SKU in so many shards, which lie in the partitions that their keys hash to."""

    def __init__(self, limits: Limits, shards: int, units: int) -> None:
        super().__init__(limits)
        share, rest = divmod(units, shards)
        self.counts = [share + (number < rest) for number in range(shards)]
        self.held = self.sold = self.conflicts = 0
        self.available = units
        self._locked = [0.0] * shards
        self._lock_seconds = limits.locked_ms / 1000
        self._locked_last = 0.0
        self._places = [_hashed(shard_key(SKU, number)["id"]) for number in range(shards)]
        reads = Counter(place % limits.partitions for place in self._places)
        reads[_hashed(sku_key(SKU)["id"]) % limits.partitions] += 1
        self._look_units = sorted((place, TRANSACTIONAL * items) for place, items in reads.items())
        self.looks_per_second = limits.partition_reads / max(units for _, units in self._look_units)

    @property
    def shards(self) -> int:
        return len(self.counts)

    def hold(self, order: int, shard: int, now: float) -> Outcome:
        """One unit of the shard and the order's reservation: available becomes held."""
        outcome = self._transact(order, shard, self.counts[shard], now)
        if outcome is Outcome.DONE:
            self.counts[shard] -= 1
            self.available -= 1
            self.held += 1
        return outcome

    def sell(self, order: int, shard: int, now: float) -> Outcome:
        outcome = self._transact(order, shard, self.held, now)
        if outcome is Outcome.DONE:
            self.held -= 1
            self.sold += 1
        return outcome

    def release(self, shard: int) -> None:
        """Held becomes available, in the end: the way back has a day for it."""
        self.counts[shard] += 1
        self.available += 1
        self.held -= 1

    def look(self, now: float) -> Outcome:
        """All shards and the SKU item at one moment. What is cancelled for want of units in one partition has
        taken those of the others."""
        if not all([self.read(place, units, now) for place, units in self._look_units]):
            return Outcome.THROTTLED
        if self._locked_last > now:
            self.conflicts += 1
            return Outcome.CONFLICT
        return Outcome.DONE

    def shelves(self) -> Shelves:
        """As the product's rules want to see it."""
        found = (Shard(SKU, number, available) for number, available in enumerate(self.counts))
        return Shelves(SKU, Layout(self.shards, self.shards), tuple(found))

    def _transact(self, order: int, shard: int, enough: int, now: float) -> Outcome:
        for place in (self._places[shard], order):
            if not self.write(place, TRANSACTIONAL, now):
                return Outcome.THROTTLED
        if self._locked[shard] > now:
            self.conflicts += 1
            return Outcome.CONFLICT
        if not enough:
            return Outcome.REFUSED
        self._locked[shard] = self._locked_last = now + self._lock_seconds
        return Outcome.DONE


def _hashed(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])

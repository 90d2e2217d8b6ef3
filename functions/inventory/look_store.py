"""Looks at many SKUs of the Stock table at once."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from functions.inventory.stock import Shelves
from functions.inventory.store import (
    LOOKS,
    LayoutMoving,
    known_shards,
    shelves_from,
    shelves_keys,
)
from functions.inventory.writes import TABLE
from functions.shared.table import transact_get

MOST_READS = 100
"""So many items DynamoDB reads in one transaction."""


def look_at(skus: Sequence[str]) -> dict[str, Shelves]:
    """All shards of each of these SKUs, each SKU's at one moment, in as few reads as they fit into. Raises
    LayoutMoving."""
    found: dict[str, Shelves] = {}
    left = list(skus)
    for _ in range(LOOKS):
        for some in _in_one_read(left):
            found |= {shelves.sku: shelves for shelves in _read_together(some)}
        left = [sku for sku in left if sku not in found]
        if not left:
            return found
    raise LayoutMoving(", ".join(left))


def _in_one_read(skus: Sequence[str]) -> Iterator[dict[str, int]]:
    """The SKUs with how many shards are known of each, in groups that one transaction can read."""
    group: dict[str, int] = {}
    for sku in skus:
        count = known_shards(sku)
        if group and len(group) + sum(group.values()) + 1 + count > MOST_READS:
            yield group
            group = {}
        group[sku] = count
    if group:
        yield group


def _read_together(counts: Mapping[str, int]) -> Iterator[Shelves]:
    """The shelves of those that have no more shards than these."""
    keys = [key for sku, count in counts.items() for key in shelves_keys(sku, count)]
    items = iter(transact_get([(TABLE, key) for key in keys]))
    for sku, count in counts.items():
        item, *shards = islice(items, count + 1)
        shelves = shelves_from(sku, count, item, shards)
        if shelves is not None:
            yield shelves

"""What DynamoDB charges for: sizes of items, and the request units that reading and writing them takes.

The rules are those of the developer guide: "DynamoDB item sizes and formats", "DynamoDB read and write
operations", "Amazon DynamoDB Transactions: How it works" and, for indexes, "Using Global Secondary Indexes".
Items are as the API has them (`{"sku": {"S": "water"}}`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bench.exact import Exact

Item = Mapping[str, Any]

WRITE_BYTES = 1024
READ_BYTES = 4096
CONTAINER = 3
ELEMENT = 1


@dataclass(frozen=True)
class Index:
    """A secondary index: its key attributes, and the attributes that are copied into it (None: all)."""

    name: str
    keys: frozenset[str]
    projected: frozenset[str] | None

    def entry(self, item: Item | None) -> Item | None:
        """What the index holds of the item: nothing unless the item has all of the index's keys."""
        if item is None or not self.keys <= item.keys():
            return None
        if self.projected is None:
            return item
        return {name: value for name, value in item.items() if name in self.projected}


def item_size(item: Item | None) -> int:
    """Bytes; 0 for an item that is not there."""
    return sum(len(name.encode()) + _value_size(value) for name, value in (item or {}).items())


def write_units(before: Item | None, after: Item | None, *, transactional: bool = False) -> int:
    """The larger of the two counts, rounded up to 1 KB; a write inside a transaction is paid twice.

    The same for a write that is refused (what stands there counts) and for a condition check.
    """
    units = _rounded(max(item_size(before), item_size(after)), WRITE_BYTES)
    return 2 * units if transactional else units


def index_units(index: Index, before: Item | None, after: Item | None) -> int:
    """What keeping the index up to date takes: a put, a delete, both when a key changes, or nothing.

    Indexes follow their table by writes of their own, which are no part of a transaction: never doubled.
    """
    old, new = index.entry(before), index.entry(after)
    if old == new:
        return 0
    deleted = _rounded(item_size(old), WRITE_BYTES) if old is not None else 0
    put = _rounded(item_size(new), WRITE_BYTES) if new is not None else 0
    if old is None or new is None:
        return deleted + put
    moved = any(old[key] != new[key] for key in index.keys)
    return deleted + put if moved else max(deleted, put)


def read_units(size: int, *, consistent: bool = False, transactional: bool = False) -> Exact:
    """For one item, or for all that a query read, taken together, in steps of 4 KB; nothing found costs as
    much as something small."""
    units = _rounded(size, READ_BYTES)
    if transactional:
        return 2 * units
    return units if consistent else Fraction(units, 2)


def batch_read_units(items: Iterable[Item | None], *, consistent: bool = False) -> Exact:
    """Each item of a batch is rounded up by itself."""
    return sum(read_units(item_size(item), consistent=consistent) for item in items)


def _rounded(size: int, step: int) -> int:
    return max(1, -(-size // step))


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number_size(content)
        case "B":
            return len(content)
        case "BOOL" | "NULL":
            return 1
        case "SS":
            return sum(len(one.encode()) for one in content)
        case "NS":
            return sum(map(_number_size, content))
        case "BS":
            return sum(map(len, content))
        case "L":
            return CONTAINER + sum(ELEMENT + _value_size(one) for one in content)
        case "M":
            return CONTAINER + sum(
                ELEMENT + len(name.encode()) + _value_size(one) for name, one in content.items()
            )
    raise ValueError(f"DynamoDB has no type {kind!r}")


def _number_size(text: str) -> int:
    """One byte, and one more for every two significant digits: zeroes at either end are trimmed."""
    digits = text.lower().partition("e")[0].lstrip("+-").replace(".", "").strip("0")
    return 1 + -(-len(digits) // 2)

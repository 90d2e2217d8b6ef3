"""Stock rules: per shard, received = available + held + sold, always."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from functions.shared.errors import BusinessError

LOW = 5
"""From this many units down, a product is shown as low."""


class OutOfStock(BusinessError):
    """One look at all of a SKU's shards at one moment showed fewer units than wanted."""


class ReservationState(StrEnum):
    HELD = "HELD"
    SOLD = "SOLD"
    RELEASED = "RELEASED"
    """Given back, or a tombstone: nothing was held and nothing ever will be."""


@dataclass(frozen=True)
class Units:
    """Units of one SKU held in one shard."""

    sku: str
    shard: int
    quantity: int

    def as_dict(self) -> dict[str, Any]:
        return {"sku": self.sku, "shard": self.shard, "quantity": self.quantity}


@dataclass(frozen=True)
class Reservation:
    order_id: str
    state: ReservationState
    units: tuple[Units, ...]


@dataclass(frozen=True)
class Shard:
    """One partition of a SKU's stock; quantities in units."""

    sku: str
    number: int
    available: int = 0
    held: int = 0
    sold: int = 0
    received: int = 0


def wanted(lines: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Units per SKU, lines of the same SKU taken together."""
    total: Counter[str] = Counter()
    for line in lines:
        total[line["sku"]] += line["quantity"]
    return dict(total)


def first_choice(order_id: str, sku: str, shard_count: int) -> int:
    """The shard this order tries first: orders spread evenly, and a repeat tries the same one."""
    digest = hashlib.sha256(f"{order_id}\n{sku}".encode()).digest()
    return int.from_bytes(digest[:8]) % shard_count


def split(sku: str, quantity: int, shards: Sequence[Shard]) -> tuple[Units, ...]:
    """Take `quantity` units from the fewest shards, the fullest first. Raises OutOfStock."""
    units = []
    missing = quantity
    for shard in sorted(shards, key=lambda shard: (-shard.available, shard.number)):
        taken = min(missing, shard.available)
        if taken > 0:
            units.append(Units(sku, shard.number, taken))
            missing -= taken
    if missing > 0:
        raise OutOfStock(f"{sku}: {quantity} wanted, {quantity - missing} available")
    return tuple(units)


def spread(available: int, shard_count: int) -> list[int]:
    """`available` units over the shards, as evenly as whole units allow."""
    share, rest = divmod(available, shard_count)
    return [share + (1 if number < rest else 0) for number in range(shard_count)]


def level(available: int) -> str:
    """What a customer is shown: `in_stock`, `low` or `sold_out`."""
    if available <= 0:
        return "sold_out"
    return "low" if available <= LOW else "in_stock"

"""Stock rules: per shard, received = available + held + sold, always."""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from functions.inventory.uses import CustomerUse
from functions.shared.errors import BusinessError

LOW = 5
"""From this many units down, a product is shown as low."""
SOLD_PER_SECOND = 300
"""So many units of a SKU are taken to be sold in a second at most."""
UNITS_PER_SHARD = 250
MOST_FIRST_SHARDS = 8
"""What a SKU starts with (docs/decisions/0049-shards-to-begin-with.md); `set-shards` says otherwise."""


class OutOfStock(BusinessError):
    """One look at all of a SKU's shards at one moment showed fewer units than wanted. `available`: how many
    there were, by SKU, of all that are short.

    Its text says the same as JSON: of an error, a state machine hands on the name and the text.
    """

    def __init__(self, available: dict[str, int]) -> None:
        super().__init__(json.dumps(available))
        self.available = available


class NotThatMany(Exception):
    """More units are to come back than went out."""


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
class Layout:
    """How many shards a SKU has ever had (`shards`: it only grows, so units are found wherever they went),
    and how many of them, from the first on, are tried first and filled (`active`)."""

    shards: int
    active: int


def first_layout(units: int) -> Layout:
    """That of a SKU whose first stock is so many units: one shard for each 250, eight at most. Few units are
    sold before their shard is too slow, and in many shards they would have to be searched for."""
    shards = min(max(1, units // UNITS_PER_SHARD), MOST_FIRST_SHARDS)
    return Layout(shards, shards)


def widened(layout: Layout | None, units: int) -> Layout:
    """At least that of a SKU whose first stock is so many units; a layout that is wider already stays."""
    first = first_layout(units)
    if layout is None:
        return first
    return Layout(max(layout.shards, first.shards), max(layout.active, first.active))


@dataclass(frozen=True)
class HeldCredit:
    """Credit that is held for an order, in minor units, and in whose account."""

    owner: str
    amount: int

    def as_dict(self) -> dict[str, Any]:
        return {"owner": self.owner, "amount": self.amount}


@dataclass(frozen=True)
class Reservation:
    """`units` are those it holds or has sold; `returned` are the ids of returns whose units were taken out of
    it again. `credit` is held until the order is completed, which takes it out, or given up. `uses` are those
    of codes that are counted for its customer; those in all are among the units."""

    order_id: str
    state: ReservationState
    units: tuple[Units, ...]
    returned: frozenset[str] = frozenset()
    credit: HeldCredit | None = None
    uses: tuple[CustomerUse, ...] = ()


@dataclass(frozen=True)
class Shard:
    """One partition of a SKU's stock; quantities in units."""

    sku: str
    number: int
    available: int = 0
    held: int = 0
    sold: int = 0
    received: int = 0


@dataclass(frozen=True)
class Shelves:
    """All shards of a SKU at one moment, by number; `layout` is None for a SKU that never had stock.

    `version` counts the corrections and rebalancings that were made of it: orders leave it as it is.
    """

    sku: str
    layout: Layout | None
    shards: tuple[Shard, ...] = ()
    version: int = 0

    @property
    def available(self) -> int:
        return sum(shard.available for shard in self.shards)

    def counts(self, shards: int) -> list[int]:
        """Available units by shard number; 0 in shards that are still to be made."""
        there = {shard.number: shard.available for shard in self.shards}
        return [there.get(number, 0) for number in range(shards)]


class Wanted(Protocol):
    """So many units of one SKU, whoever asks for them."""

    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int: ...


def wanted(lines: Iterable[Wanted]) -> dict[str, int]:
    """Units by SKU, lines of the same SKU taken together."""
    total: Counter[str] = Counter()
    for line in lines:
        total[line.sku] += line.quantity
    return dict(total)


def near(level: int, quantity: int) -> bool:
    """Whether a level that may be some seconds old is too close to what is wanted to go by."""
    return level < quantity + LOW


def believed(level: int) -> float:
    """For how many seconds a level is gone by that was just read: as long as its units last, however many
    buyers come. A level that makes everybody look closer refuses nobody, and is good for ever."""
    if near(level, 1):
        return math.inf
    return (level - LOW) / SOLD_PER_SECOND


def short(wanted: Mapping[str, int], available: Mapping[str, int]) -> dict[str, int]:
    """Units that are available, by SKU, of those of which more are wanted; only SKUs that were looked at."""
    return {sku: units for sku, units in available.items() if units < wanted.get(sku, 0)}


def read_short(text: str) -> dict[str, int]:
    """What the text of an OutOfStock says: units by SKU. Empty for a text that is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict) or not all(type(units) is int for units in found.values()):
        return {}
    return found


def first_choice(order_id: str, sku: str, shard_count: int) -> int:
    """The shard this order tries first: orders spread evenly, and a repeat tries the same one."""
    digest = hashlib.sha256(f"{order_id}\n{sku}".encode()).digest()
    return int.from_bytes(digest[:8]) % shard_count


def split(order_id: str, quantity: int, shelves: Shelves) -> tuple[Units, ...]:
    """Take `quantity` units from the fewest shards. Raises OutOfStock.

    The fullest come first, but the last piece comes from the first shard that has enough of it, counted
    from the order's own first choice: orders that look at the same moment do not all run to the same shard.
    """
    if quantity > shelves.available:
        raise OutOfStock({shelves.sku: shelves.available})
    left = [shard for shard in _from_first_choice(order_id, shelves) if shard.available > 0]
    units = []
    missing = quantity
    while missing > 0:
        enough = (shard for shard in left if shard.available >= missing)
        shard = next(enough, None) or max(left, key=lambda shard: shard.available)
        left.remove(shard)
        taken = min(missing, shard.available)
        units.append(Units(shelves.sku, shard.number, taken))
        missing -= taken
    return tuple(units)


def take_back(
    units: Iterable[Units], wanted: Mapping[str, int]
) -> tuple[tuple[Units, ...], tuple[Units, ...]]:
    """Of these pieces, those that make up the wanted units by SKU, and what is left of them all. Raises
    NotThatMany."""
    missing = {sku: quantity for sku, quantity in wanted.items() if quantity}
    back, left = [], []
    for piece in units:
        quantity = min(piece.quantity, missing.get(piece.sku, 0))
        if quantity:
            back.append(replace(piece, quantity=quantity))
            missing[piece.sku] -= quantity
        if piece.quantity > quantity:
            left.append(replace(piece, quantity=piece.quantity - quantity))
    if any(missing.values()):
        raise NotThatMany(f"units are missing: {missing}")
    return tuple(back), tuple(left)


def _from_first_choice(order_id: str, shelves: Shelves) -> list[Shard]:
    count = len(shelves.shards)
    first = first_choice(order_id, shelves.sku, count) if count else 0
    return sorted(shelves.shards, key=lambda shard: (shard.number - first) % count)


def scattered(units: Sequence[Units], most: int) -> list[str]:
    """The SKUs to bring together, the most scattered first, so that no more than `most` pieces are left."""
    pieces = Counter(piece.sku for piece in units)
    too_many = len(units) - most
    found = []
    for sku, count in pieces.most_common():
        if too_many <= 0:
            break
        found.append(sku)
        too_many -= count - 1
    return found


def spread(available: int, layout: Layout) -> list[int]:
    """`available` units over the active shards, as evenly as whole units allow; none in the others."""
    share, rest = divmod(available, layout.active)
    shares = [share + (1 if number < rest else 0) for number in range(layout.active)]
    return shares + [0] * (layout.shards - layout.active)


def rebalance(shelves: Shelves, layout: Layout) -> list[int]:
    """By how much each shard's available units change so that they are spread evenly; 0 in all."""
    shares = spread(shelves.available, layout)
    return [share - there for share, there in zip(shares, shelves.counts(layout.shards), strict=True)]


def correct(shelves: Shelves, layout: Layout, available: int) -> list[int]:
    """By how much each shard's available units change so that `available` are there in all.

    All changes point the same way, so that units sold or given back meanwhile get in the way as little as
    can be: more goes to the emptiest active shards, less comes from the inactive and then the fullest.
    """
    counts = shelves.counts(layout.shards)
    active, inactive = counts[: layout.active], counts[layout.active :]
    change = available - sum(counts)
    if change >= 0:
        return [*_raise(active, change), *[0] * len(inactive)]
    drained = []
    for count in inactive:
        drained.append(-min(count, -change))
        change -= drained[-1]
    return [*_lower(active, -change), *drained]


def _raise(counts: Sequence[int], units: int) -> list[int]:
    """Pour `units` in, filling the lowest up to one level as far as they go."""
    order = sorted(range(len(counts)), key=lambda number: (counts[number], number))
    for size in range(len(order), 0, -1):
        level, rest = divmod(sum(counts[number] for number in order[:size]) + units, size)
        if counts[order[size - 1]] <= level:
            break
    changes = [0] * len(counts)
    for place, number in enumerate(order[:size]):
        changes[number] = level + (1 if place < rest else 0) - counts[number]
    return changes


def _lower(counts: Sequence[int], units: int) -> list[int]:
    """Take `units` out, cutting the highest down to one level: pouring in, upside down."""
    top = max(counts, default=0)
    return [-change for change in _raise([top - count for count in counts], units)]


def level(available: int) -> str:
    """What a customer is shown: `in_stock`, `low` or `sold_out`."""
    if available <= 0:
        return "sold_out"
    return "low" if available <= LOW else "in_stock"


def level_for(wanted: int, available: int) -> str:
    """What a customer is shown who wants so many units: as `level`, or `short` where there are some, but
    fewer."""
    return "short" if 0 < available < wanted else level(available)

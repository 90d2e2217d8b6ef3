"""A shop's orders by number: from that follow an order's id, its owner, its times and what became of it.

So a store of a million orders needs no million items in memory: an item is made when somebody reads it.
Whatever follows from a number is as long for a small number as for a large one.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BUCKETS = 8
"""Of the indexes (functions/order); an order's bucket is the sum of its id's bytes, modulo this."""
CYCLE = 16
COMPLETED, CANCELLED, FULFILLING = "completed", "cancelled", "fulfilling"
BECAME = {0: FULFILLING, 1: CANCELLED}
"""Of every sixteen orders of a bucket, one is being packed, one was cancelled, the others were delivered."""
CYCLE_ORDERS = BUCKETS * CYCLE
HEAVY_EVERY = 2
ORDERS_EACH = 16
"""Every second order is that of one owner; of the others every sixteen are another owner's."""
HEAVY_OWNER = "own_" + "h" * 26
FIRST = datetime(2026, 1, 1, tzinfo=UTC)

_DIGITS = "abcdefgh"
_ID_LENGTH = 32
_OWNER = "own_"


def became(number: int) -> str:
    return BECAME.get(number // BUCKETS % CYCLE, COMPLETED)


def bucket(number: int) -> int:
    return number % BUCKETS


def order_id(number: int) -> str:
    """In octal, by letters; the last one sees to the bucket."""
    text = "ord_" + "".join(_DIGITS[int(digit)] for digit in f"{number:0{_ID_LENGTH - 1}o}")
    last = next(one for one in _DIGITS if sum((text + one).encode()) % BUCKETS == bucket(number))
    return text + last


def number_of(text: str) -> int | None:
    """The number of the order with this id; None for the id of an order that is no numbered one."""
    digits = text.removeprefix("ord_")
    if len(digits) != _ID_LENGTH or not set(digits) <= set(_DIGITS):
        return None
    number = int("".join(str(_DIGITS.index(one)) for one in digits[:-1]), 8)
    return number if order_id(number) == text else None


def owner(number: int) -> str:
    if number % HEAVY_EVERY == 0:
        return HEAVY_OWNER
    return f"{_OWNER}{number // HEAVY_EVERY // ORDERS_EACH:026}"


def placed_at(number: int) -> str:
    """A second after the order before."""
    return _time(FIRST + timedelta(seconds=number))


def due_at(number: int) -> str:
    """Years from now, in the same order: nothing is overdue."""
    return _time(FIRST + timedelta(days=3650, seconds=number))


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Numbers(Sequence[int]):
    """The numbers below `size` that are `first` + a multiple of `step` + one of the `offsets`, ascending:
    what an index lists under one key, without being written out."""

    size: int
    first: int
    step: int
    offsets: tuple[int, ...] = (0,)

    def __len__(self) -> int:
        whole, rest = divmod(max(0, self.size - self.first), self.step)
        return whole * len(self.offsets) + bisect_left(self.offsets, rest)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # a Sequence may be sliced; this one is not
        turn, offset = divmod(place, len(self.offsets))
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self.first + turn * self.step + self.offsets[offset]

    def __iter__(self) -> Iterator[int]:
        return (self[place] for place in range(len(self)))


def of_owner(size: int, name: str) -> Numbers:
    if name == HEAVY_OWNER:
        return Numbers(size, 0, HEAVY_EVERY)
    text = name.removeprefix(_OWNER)
    if not text.isdigit():
        return Numbers(0, 0, 1)
    first = int(text) * ORDERS_EACH * HEAVY_EVERY + 1
    return Numbers(min(size, first + ORDERS_EACH * HEAVY_EVERY), first, HEAVY_EVERY)


def of_bucket(size: int, kind: str, number: int) -> Numbers:
    """Orders of a bucket of which this became."""
    offsets = tuple(BUCKETS * turn for turn in range(CYCLE) if BECAME.get(turn, COMPLETED) == kind)
    return Numbers(size, number, BUCKETS * CYCLE, offsets)

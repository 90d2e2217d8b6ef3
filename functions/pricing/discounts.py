"""Which of a cart's codes apply, and what each takes off which line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from functions.pricing.rounding import WHOLE, part, spread, to_step
from functions.pricing.shop import Code, Shop


class Why(StrEnum):
    """Why a code takes nothing off."""

    UNKNOWN = "unknown"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    USED_UP = "used-up"
    MINIMUM_NOT_MET = "minimum-not-met"
    NOT_WITH_OTHERS = "not-with-others"
    NOTHING_TO_DISCOUNT = "nothing-to-discount"


@dataclass(frozen=True)
class Entered:
    """A code of the cart: it applies and `takes_off` so many minor units (None where that is not known), or
    `why` it does not."""

    code: str
    why: Why | None = None
    takes_off: int | None = None

    @property
    def applied(self) -> bool:
        return self.why is None


class Item(Protocol):
    """A line before discounts."""

    @property
    def line_id(self) -> str: ...
    @property
    def sku(self) -> str: ...
    @property
    def subtotal(self) -> int: ...


@dataclass(frozen=True)
class Discounts:
    """What is taken off each line, and by each code, in minor units."""

    by_line: dict[str, int]
    by_code: dict[str, int]


def choose(
    names: Sequence[str], items: Sequence[Item], shop: Shop, now: datetime
) -> tuple[list[Code], dict[str, Why]]:
    """The codes that are good for these goods, and why the others are not, by name. They are looked at as
    they were entered: one that does not go with others keeps out those that come after it."""
    chosen: list[Code] = []
    refused: dict[str, Why] = {}
    for name in dict.fromkeys(names):
        code = shop.code(name)
        why = Why.UNKNOWN if code is None else _why_not(code, items, chosen, now)
        if code is None or why:
            refused[name] = why or Why.UNKNOWN
        else:
            chosen.append(code)
    return chosen, refused


def take_off(codes: Iterable[Code], items: Sequence[Item], step: int = 1) -> Discounts:
    """Rates before amounts, then by name, each on what those before it left. Each is rounded once, takes no
    more than is left of the lines that it is for, and is spread over them in proportion to that."""
    left = {item.line_id: item.subtotal for item in items}
    by_code = {}
    off_goods = [code for code in codes if not code.free_delivery]
    for code in sorted(off_goods, key=lambda code: (code.rate is None, code.code)):
        eligible = {item.line_id: left[item.line_id] for item in items if code.covers(item.sku)}
        pieces = spread(_worth(code, sum(eligible.values()), step), eligible, step)
        by_code[code.code] = sum(pieces.values())
        left |= {line_id: left[line_id] - piece for line_id, piece in pieces.items()}
    return Discounts({item.line_id: item.subtotal - left[item.line_id] for item in items}, by_code)


def entered(
    names: Sequence[str], refused: Mapping[str, Why], by_code: Mapping[str, int]
) -> tuple[Entered, ...]:
    """What became of each code, in the cart's order."""
    return tuple(Entered(name, refused.get(name), by_code.get(name, 0)) for name in dict.fromkeys(names))


def _why_not(code: Code, items: Sequence[Item], chosen: Sequence[Code], now: datetime) -> Why | None:
    eligible = [item.subtotal for item in items if code.covers(item.sku)]
    if code.starts and now < code.starts:
        return Why.NOT_YET
    if code.ends and now >= code.ends:
        return Why.EXPIRED
    if code.uses == 0:
        return Why.USED_UP
    if not eligible:
        return Why.NOTHING_TO_DISCOUNT
    if sum(eligible) < code.minimum:
        return Why.MINIMUM_NOT_MET
    if chosen and not all(one.goes_with_others for one in (code, *chosen)):
        return Why.NOT_WITH_OTHERS
    return None


def _worth(code: Code, eligible: int, step: int) -> int:
    if code.rate is not None:
        return part(eligible, code.rate, WHOLE, step)
    return min(to_step(code.amount or 0, step), eligible)

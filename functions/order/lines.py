"""The lines of an order, and quantities of them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Protocol

from functions.catalog.priced_line import PricedLine

Quantities = dict[str, int]
"""Units by line id."""


@dataclass(frozen=True)
class OrderLine(PricedLine):
    """A line on which the customer and the shop agreed: its price stays, whatever the catalog says later."""

    @classmethod
    def agreed(cls, line: PricedLine) -> "OrderLine":
        """The line of a cart as the order takes it over."""
        return cls(**{field.name: getattr(line, field.name) for field in fields(line)})

    def share(self, units: int) -> int:
        """What so many of its units cost, half up, in minor units: all of them cost the whole line."""
        return (2 * self.line_total.amount * units + self.quantity) // (2 * self.quantity)


class Chosen(Protocol):
    """A line of a cart or of an order, priced or not."""

    @property
    def line_id(self) -> str: ...
    @property
    def sku(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def quantity(self) -> int: ...


@dataclass(frozen=True)
class MissingLine:
    """A line that cannot be had. `wanted` are its own units, `available` those of its SKU, for all lines
    together: two lines of 2 from 3 miss one unit, whichever line goes without."""

    line_id: str
    sku: str
    name: str
    wanted: int
    available: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def missing(lines: Iterable[Chosen], available: Mapping[str, int]) -> tuple[MissingLine, ...]:
    """The lines of these SKUs, of each of which so many units are available."""
    return tuple(
        MissingLine(line.line_id, line.sku, line.name, line.quantity, available[line.sku])
        for line in lines
        if line.sku in available
    )


def added(quantities: Quantities, more: Quantities) -> Quantities:
    """Both together, line by line; lines that come to nothing are left out."""
    sums = {line: quantities.get(line, 0) + more.get(line, 0) for line in quantities.keys() | more.keys()}
    return {line: units for line, units in sorted(sums.items()) if units}


def taken(quantities: Quantities, less: Quantities) -> Quantities:
    """The first without the second, line by line."""
    return added(quantities, {line: -units for line, units in less.items()})

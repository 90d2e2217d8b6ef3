"""The lines of an order, and quantities of them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from functions.catalog.priced_line import PricedLine
from functions.pricing.quote import QuotedLine
from functions.pricing.rounding import part
from functions.shared.money import Money

Quantities = dict[str, int]
"""Units by line id."""


@dataclass(frozen=True)
class OrderLine(PricedLine):
    """A line on which the customer and the shop agreed: its price stays, whatever the catalog says later.

    `discount` and `tax` are in minor units, of all its units; `tax_added` says that the tax comes on top.
    Its shares are multiples of `step` minor units, as it is itself.
    """

    discount: int = 0
    tax: int = 0
    tax_rate: int = 0
    tax_added: bool = False
    needs_delivery: bool = True
    step: int = 1

    @classmethod
    def agreed(cls, line: PricedLine, cost: QuotedLine, tax_included: bool, step: int = 1) -> "OrderLine":
        """The line of a cart as the order takes it over, at the price that was quoted."""
        return cls(
            **vars(line) | {"unit_price": Money(cost.unit_price, line.unit_price.currency)},
            discount=cost.discount,
            tax=cost.tax,
            tax_rate=cost.tax_rate,
            tax_added=not tax_included,
            needs_delivery=cost.needs_delivery,
            step=step,
        )

    @property
    def subtotal(self) -> int:
        return self.line_total.amount

    @property
    def net(self) -> int:
        """What is left after the discount."""
        return self.subtotal - self.discount

    @property
    def paid(self) -> Money:
        """What the line costs, tax and all."""
        return Money(self.share(self.quantity), self.unit_price.currency)

    def share(self, units: int) -> int:
        """What so many of its units cost, in minor units: all of them cost the whole line. What is left after
        the discount and the tax are shared each by itself."""
        return self._part(self.net, units) + (self._part(self.tax, units) if self.tax_added else 0)

    def part(self, units: int) -> "OrderLine":
        """So many of its units, at their share."""
        less = replace(self, quantity=units, tax=self._part(self.tax, units))
        return replace(less, discount=less.subtotal - self._part(self.net, units))

    def as_dict(self) -> dict[str, Any]:
        """As the API shows it."""
        currency = self.unit_price.currency
        amounts = {"discount": self.discount, "tax": self.tax}
        return super().as_dict() | {
            name: Money(amount, currency).as_dict() for name, amount in amounts.items()
        }

    def as_item(self) -> dict[str, Any]:
        """As it is stored. What a line does not have leaves no trace."""
        more = {
            name: getattr(self, name)
            for name in ("discount", "tax", "tax_rate", "tax_added")
            if getattr(self, name)
        }
        if not self.needs_delivery:
            more["needs_delivery"] = False
        if self.step != 1:
            more["step"] = self.step
        return super().as_dict() | more

    def _part(self, amount: int, units: int) -> int:
        return part(amount, units, self.quantity, self.step)


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

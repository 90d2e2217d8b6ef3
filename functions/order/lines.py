"""The lines of an order, and quantities of them."""

from dataclasses import dataclass, fields

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


def added(quantities: Quantities, more: Quantities) -> Quantities:
    """Both together, line by line; lines that come to nothing are left out."""
    sums = {line: quantities.get(line, 0) + more.get(line, 0) for line in quantities.keys() | more.keys()}
    return {line: units for line, units in sorted(sums.items()) if units}


def taken(quantities: Quantities, less: Quantities) -> Quantities:
    """The first without the second, line by line."""
    return added(quantities, {line: -units for line, units in less.items()})

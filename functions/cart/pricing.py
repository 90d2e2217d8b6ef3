"""What a cart costs today, and which of its lines the shop no longer offers."""

from dataclasses import dataclass

from functions.cart.cart import Line
from functions.catalog.priced_line import PricedLine, total
from functions.catalog.product import Choices, Offer, UnknownChoice
from functions.shared.money import Money


@dataclass(frozen=True)
class WithdrawnLine:
    """A line that is no longer sold as it was chosen: it has no price, and keeps its cart from being placed.
    `name` is the SKU where nothing else is known."""

    line_id: str
    sku: str
    name: str
    options: Choices
    quantity: int


@dataclass(frozen=True)
class PricedCart:
    """All lines, in the cart's order."""

    lines: tuple[PricedLine | WithdrawnLine, ...]

    @property
    def offered(self) -> tuple[PricedLine, ...]:
        return tuple(line for line in self.lines if isinstance(line, PricedLine))

    @property
    def withdrawn(self) -> tuple[WithdrawnLine, ...]:
        return tuple(line for line in self.lines if isinstance(line, WithdrawnLine))

    @property
    def total(self) -> Money:
        """What the offered lines cost together."""
        return total(self.offered)


def price(lines: tuple[Line, ...], offer: Offer) -> PricedCart:
    """The lines at today's prices."""
    return PricedCart(tuple(_priced(line, offer) for line in lines))


def _priced(line: Line, offer: Offer) -> PricedLine | WithdrawnLine:
    product = offer.products.get(line.sku)
    if product is None:
        return _withdrawn(line, offer.withdrawn.get(line.sku, line.sku))
    try:
        unit_price = product.price(line.options)
    except UnknownChoice:
        return _withdrawn(line, product.name)
    return PricedLine(line.line_id, line.sku, product.name, line.options, line.quantity, unit_price)


def _withdrawn(line: Line, name: str) -> WithdrawnLine:
    return WithdrawnLine(line.line_id, line.sku, name, line.options, line.quantity)

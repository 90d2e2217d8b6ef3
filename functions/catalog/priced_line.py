"""A line at its price: so many units of a product, as it was chosen."""

from dataclasses import dataclass
from typing import Any

from functions.catalog.product import Choices
from functions.shared.money import Money

LINE_ID = r"[A-Za-z0-9_.:-]{1,64}"
"""What a line may be called by whoever puts it into a cart."""
MAX_LINES = 50
MAX_QUANTITY = 99


@dataclass(frozen=True)
class PricedLine:
    """`unit_price` is what one unit costs with these options."""

    line_id: str
    sku: str
    name: str
    options: Choices
    quantity: int
    unit_price: Money

    @property
    def line_total(self) -> Money:
        """What all its units cost: the one place where a price is multiplied by a quantity."""
        return self.unit_price * self.quantity

    def as_dict(self) -> dict[str, Any]:
        """As it is stored with an order, and as the API shows it."""
        return {
            "line_id": self.line_id,
            "sku": self.sku,
            "name": self.name,
            "options": self.options,
            "quantity": self.quantity,
            "unit_price": self.unit_price.as_dict(),
            "line_total": self.line_total.as_dict(),
        }

"""Count what was sold on a day, over the orders' rows.

An order counts on the day on which it was confirmed, with all that has become of it until now: what it was
ordered for, what the card was charged once it was packed, what of that was given back, whenever that was. So
a later return changes the day of the sale, and a day's charged less refunded is what its orders brought.
"""

from dataclasses import dataclass
from typing import Any

from functions.order import views_store
from functions.order.view import View
from functions.shared.items import Aside
from functions.shared.money import Money


@dataclass(frozen=True)
class Sold:
    """Orders and, in minor units, what became of their money."""

    orders: int = 0
    ordered: int = 0
    charged: int = 0
    refunded: int = 0

    def __add__(self, other: "Sold") -> "Sold":
        return Sold(
            self.orders + other.orders,
            self.ordered + other.ordered,
            self.charged + other.charged,
            self.refunded + other.refunded,
        )

    def as_dict(self) -> dict[str, Any]:
        """As it is shown."""
        amounts = {"ordered": self.ordered, "charged": self.charged, "refunded": self.refunded}
        return {"orders": self.orders} | {name: Money(one).as_dict() for name, one in amounts.items()}


def count_sales(day: str, aside: Aside) -> Sold:
    """Of a UTC day (`2026-11-27`), by reading the row of each of its orders; rows that cannot be read go
    `aside`, and are in no sum."""
    return sum(map(_of_one, views_store.sold_on(day, aside)), Sold())


def _of_one(row: View) -> Sold:
    return Sold(1, row.total.amount, row.charged, row.refunded)

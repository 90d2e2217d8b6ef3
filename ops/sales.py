"""`sales`: what was sold, day by day, summed over the orders' rows.

An order counts on the day on which it was confirmed, with all that has become of it until now: what it was
ordered for, what the card was charged once it was packed, what of that was given back, whenever that was. So
a later return changes the day of the sale, and a day's charged less refunded is what its orders brought.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from functions.operations.sweep_again import named
from functions.order import views_store
from functions.order.view import View
from functions.shared.items import Aside
from functions.shared.money import Money
from ops.errors import CommandError
from ops.unreadable import with_unreadable

MAX_DAYS = 366


def sales(first: date, last: date) -> dict[str, Any]:
    """`orders`, and what they were `ordered`, `charged` and `refunded` for, of each UTC day from `first` to
    `last`, and of all of them together. `unreadable`: orders that are in no sum. Raises CommandError for a
    span that is empty or too long."""
    if not 0 <= (last - first).days < MAX_DAYS:
        raise CommandError(f"--to must be --from or up to {MAX_DAYS - 1} days after it")
    aside: Aside = {}
    days = [(day.isoformat(), _sold(day, aside)) for day in _days(first, last)]
    report: dict[str, Any] = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        **sum((sold for _, sold in days), Sold()).as_dict(),
        "days": [{"day": day, **sold.as_dict()} for day, sold in days],
    }
    return with_unreadable(report, named(aside))


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
        amounts = {"ordered": self.ordered, "charged": self.charged, "refunded": self.refunded}
        return {"orders": self.orders} | {name: Money(one).as_dict() for name, one in amounts.items()}


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _sold(day: date, aside: Aside) -> Sold:
    rows = views_store.sold_on(day.isoformat(), aside)
    return sum(map(_of_one, rows), Sold())


def _of_one(row: View) -> Sold:
    return Sold(1, row.total.amount, row.charged, row.refunded)

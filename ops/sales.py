"""`sales`: what was sold, day by day, summed over the orders' rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from functions.order import views_store
from functions.shared.items import Aside
from functions.shared.money import ZERO
from ops.errors import CommandError
from ops.unreadable import named, with_unreadable

MAX_DAYS = 366


def sales(first: date, last: date) -> dict[str, Any]:
    """Orders and takings of each UTC day from `first` to `last`, and of all of them together; an order counts
    on the day on which it was confirmed. `unreadable`: orders that are in no sum. Raises
    CommandError for a span that is empty or too long."""
    if not 0 <= (last - first).days < MAX_DAYS:
        raise CommandError(f"--to must be --from or up to {MAX_DAYS - 1} days after it")
    aside: Aside = {}
    days = [_day(day.isoformat(), aside) for day in _days(first, last)]
    report: dict[str, Any] = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "orders": sum(day["orders"] for day in days),
        "total": ZERO.as_dict() | {"amount": sum(day["total"]["amount"] for day in days)},
        "days": days,
    }
    return with_unreadable(report, named(aside))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _day(day: str, aside: Aside) -> dict[str, Any]:
    totals = list(views_store.sold_on(day, aside))
    return {"day": day, "orders": len(totals), "total": sum(totals, ZERO).as_dict()}

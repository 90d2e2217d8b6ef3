"""`sales`: what was sold, day by day, counted anew over the orders' rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from functions.operations.count_sales import Sold, count_sales
from functions.operations.unreadable import named
from functions.shared.items import Aside
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
    days = [(day.isoformat(), count_sales(day.isoformat(), aside)) for day in _days(first, last)]
    report: dict[str, Any] = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        **sum((sold for _, sold in days), Sold()).as_dict(),
        "days": [{"day": day, **sold.as_dict()} for day, sold in days],
    }
    return with_unreadable(report, named(aside))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)

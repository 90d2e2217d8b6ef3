"""Show what was sold, day by day, as it was counted last."""

from datetime import date, timedelta
from typing import Any

from functions.operations import sales_store
from functions.operations.count_sales import Sold
from functions.operations.sales_store import DaySold
from functions.operations.unreadable import named
from functions.shared.items import Aside


def show_sales(first: date, last: date) -> dict[str, Any]:
    """`{from, to, orders, ordered, charged, refunded, days, not_counted, unreadable}`: each UTC day from
    `first` to `last` that was counted, and all of them together; `not_counted`: the others. One query,
    however many orders there are."""
    aside: Aside = {}
    found = sales_store.between(first.isoformat(), last.isoformat(), aside)
    known = {one.day for one in found} | aside.keys()
    every = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        **sum((one.sold for one in found), Sold()).as_dict(),
        "days": [_shown(one) for one in found],
        "not_counted": [day for day in every if day not in known],
        "unreadable": named(aside),
    }


def _shown(one: DaySold) -> dict[str, Any]:
    counted = {"day": one.day, "counted_at": one.counted_at, "unreadable": one.unreadable}
    return counted | one.sold.as_dict()

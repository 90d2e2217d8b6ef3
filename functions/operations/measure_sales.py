"""Count the sales of days whose count is older than it should be: the newer a day, the sooner.

A count reads the row of each order of its day, so it is made by a job, a few days a run, and kept
(docs/decisions/0058-sales-are-counted-by-a-job.md).
"""

from datetime import datetime, timedelta

from functions.operations import sales_store
from functions.operations.count_sales import count_sales
from functions.operations.sales_store import DaySold
from functions.shared import clock
from functions.shared.items import Aside

Day = str

COUNTED_EVERY = (
    (1, timedelta(hours=1)),
    (2, timedelta(hours=6)),
    (8, timedelta(days=1)),
    (98, timedelta(days=30)),
)
"""So many days back, today the first: how old a count may become. What was returned later is seen by then."""
DAYS_AT_ONCE = 3
"""As many as one run counts; the others are the next run's, a quarter of an hour later."""


def measure_sales(now: datetime) -> list[Day]:
    """Count the days that are due, the newest first; which they were."""
    days = due(now)[:DAYS_AT_ONCE]
    for day in days:
        aside: Aside = {}
        sold = count_sales(day, aside)
        sales_store.save(DaySold(day, clock.timestamp(now), sold, len(aside)), now)
    return days


def due(now: datetime) -> list[Day]:
    """Days whose count is missing, cannot be read, or is too old, the newest first."""
    days = every_day(now)
    counted = {one.day: one.counted_at for one in sales_store.between(days[-1], days[0], {})}
    return [
        day for back, day in enumerate(days) if counted.get(day, "") <= clock.timestamp(now - _every(back))
    ]


def every_day(now: datetime) -> list[Day]:
    """Those that are counted, today first."""
    most, _ = COUNTED_EVERY[-1]
    return [_day(now - timedelta(days=back)) for back in range(most)]


def _every(back: int) -> timedelta:
    return next(every for days, every in COUNTED_EVERY if back < days)


def _day(moment: datetime) -> Day:
    return clock.timestamp(moment)[:10]

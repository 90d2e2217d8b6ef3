"""Velocity: how many cards were declined of late for one session, or one network address.

Who tests stolen cards sends many orders that are declined. After so many within an hour, further ones are
refused before an order is written or the payment provider is asked. The hour is that of the orders' placing.
"""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from functions.order.order import Order
from functions.session.attempts_store import SESSION, Attempts, keep_attempt, marks_of
from functions.shared import clock
from functions.shared.errors import BusinessError

MOST_KEPT = 100
"""Of one session, or address, in an hour of the clock: no limit is above that."""
WITHIN = timedelta(hours=1)
DECLINES = Attempts("declines", WITHIN, per_session=MOST_KEPT, per_address=MOST_KEPT, looked_back=True)


class TooManyDeclines(BusinessError):
    """Too many cards were declined: orders are taken again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many cards were declined")
        self.seconds = seconds


def look_at_declines(asked_by: Sequence[str], now: datetime) -> None:
    """Raises TooManyDeclines."""
    since = clock.timestamp(now - WITHIN)
    for one, marks in marks_of(DECLINES, asked_by, now).items():
        most = int(os.environ["DECLINES_OF_SESSION" if one.startswith(SESSION) else "DECLINES_OF_ADDRESS"])
        recent = sorted(mark for mark in marks if mark > since)
        if len(recent) >= most:
            first = datetime.fromisoformat(recent[-most].partition("#")[0])
            raise TooManyDeclines(max(1, ceil((first + WITHIN - now).total_seconds())))


def keep_decline(order: Order) -> None:
    """The order's card was declined, or its bank was not answered. The same order is counted once."""
    mark = f"{order.placed_at}#{order.order_id}"
    keep_attempt(DECLINES, order.asked_by, mark, datetime.fromisoformat(order.placed_at))

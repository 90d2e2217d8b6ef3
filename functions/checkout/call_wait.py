"""The waiting function: a Lambda of its own, so that waiting has its own reserved concurrency."""

from typing import Any

from functions.order import store
from functions.shared import clock
from functions.storefront.show_order import next_action

FIRST_PAUSE = 0.03
LONGER = 1.35
"""Each pause is so many times the one before: an order's end is seen late by a third of its age at most."""
LONGEST_PAUSE = 0.4


def handle(event: dict[str, Any], _context: Any) -> None:
    """In: `{order_id, seconds}`."""
    wait_for_order(event["order_id"], event["seconds"])


def wait_for_order(order_id: str, seconds: int) -> None:
    """Returns when the order needs no more waiting, or after `seconds`. Who calls has just looked: the first
    look is after a pause."""
    end = clock.monotonic() + seconds
    pause = FIRST_PAUSE
    while (left := end - clock.monotonic()) > 0:
        clock.pause(min(pause, left))
        pause = min(pause * LONGER, LONGEST_PAUSE)
        order = store.load(order_id)
        if not order.head.undecided or next_action(order) is not None:
            return

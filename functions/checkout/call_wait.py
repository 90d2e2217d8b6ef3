"""The waiting function: a Lambda of its own, so that waiting has its own reserved concurrency."""

from typing import Any

from functions.order import store
from functions.shared import clock
from functions.storefront.show_order import next_action

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 0.4


def handle(event: dict[str, Any], _context: Any) -> None:
    """In: `{order_id, seconds}`."""
    wait_for_order(event["order_id"], event["seconds"])


def wait_for_order(order_id: str, seconds: int) -> None:
    """Returns when the order needs no more waiting, or after `seconds`."""
    end = clock.monotonic() + seconds
    pause = FIRST_PAUSE
    while clock.monotonic() < end:
        order = store.load(order_id)
        if not order.head.undecided or next_action(order) is not None:
            return
        clock.pause(min(pause, max(0.0, end - clock.monotonic())))
        pause = min(pause * 1.5, LONGEST_PAUSE)

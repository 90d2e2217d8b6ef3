"""Have confirmed orders fulfilled."""

from collections.abc import Sequence

from functions.fulfilment.begin_fulfilment import begin_fulfilment, on_hold
from functions.relay.bus import News
from functions.relay.work_each import work_each

CONFIRMED = "OrderConfirmed"


def begin_fulfilments(news: Sequence[News]) -> list[News]:
    """Begin each order that is told to be confirmed; those that are worth another try. One that cannot be
    begun at all is left to the sweep, which meets it again; so is every order while fulfilment is on hold."""
    if on_hold():
        return []
    confirmed = [item for item in news if item.event.type == CONFIRMED]
    return work_each(
        confirmed, lambda item: begin_fulfilment(item.order_id), "fulfilment not begun", "FulfilmentsNotBegun"
    )

"""What of a shop stands still, and for whom it waits. None of it is a violation; all of it is named."""

from typing import Any

from functions.operations.dead_letters import DeadLetterQueue, waiting
from functions.operations.find_stuck import unanswered
from functions.operations.unreadable import set_aside
from functions.shared import clock
from functions.shared.items import Aside, describe
from ops.dead_letters import dead_letter_queues
from ops.promises import Snapshot
from ops.promises_of_progress import overdue


def standing(shop: Snapshot) -> dict[str, Any]:
    """`{before_operator, set_aside, overdue, warehouse_untold: [ids], dead_letters: {queue: messages}}`:

    orders and returns that an operator has not answered (`list-stuck` tells why), those that the sweep could
    not look after, those that it is to look after when it comes next, ended orders of which their warehouse
    has not heard yet, and dead-letter queues that are not empty."""
    aside: Aside = {}
    return {
        "before_operator": [one.subject for one in unanswered(aside)],
        "set_aside": set_aside(None),
        "overdue": overdue(shop.orders, shop.returns, shop.refunds, shop.due, clock.now()),
        "warehouse_untold": sorted(shop.untold_since),
        "dead_letters": {queue.name: held for queue in dead_letter_queues() if (held := _held(queue))},
    }


def where_to_look(stands: dict[str, Any]) -> list[str]:
    """For an operator: how much stands still, and which command tells more."""
    looks = {
        "before_operator": "before an operator: list-stuck",
        "set_aside": "set aside by the sweep: list-stuck",
        "dead_letters": "dead-letter queues that are not empty: list-dead-letters",
    }
    return [f"{len(stands[name])} {text}" for name, text in looks.items() if stands[name]]


def _held(queue: DeadLetterQueue) -> int | str:
    """How many messages; why it cannot be told, if so: one queue is no reason to audit nothing."""
    try:
        return waiting(queue)
    except Exception as failure:  # noqa: BLE001 - whatever is wrong with one queue
        return describe(failure)

"""The sweep: whatever died, every checkout ends.

An order and its execution are two writes, and an execution can fail in ways that no Catch sees. The sweep
finds orders that are overdue and undecided, and starts the machine again for those that nothing works on.
"""

import os
from datetime import timedelta

from functions.checkout import workflow
from functions.order import store
from functions.shared import clock
from functions.shared.observe import count, logger
from functions.shared.table import ConditionRefused

MOST_AT_ONCE = 200


def sweep_orders() -> int:
    """Look after what is overdue; the number of executions started. At most 200 orders are looked at: the
    next sweep goes on."""
    started = 0
    for number, order_id in enumerate(store.due(clock.timestamp(clock.now()))):
        if number == MOST_AT_ONCE:
            break
        started += sweep_order(order_id)
    return started


def sweep_order(order_id: str) -> bool:
    """Start the order's machine again unless it is decided or still worked on."""
    head = store.load(order_id).head
    if not head.undecided:
        return False
    ended = workflow.has_ended(head.execution)
    try:
        if ended is False:
            store.postpone(head, _due_at())
            return False
        if ended:
            head = store.begin_run(head, _due_at())
    except ConditionRefused:
        # The order was decided meanwhile, or another sweep was quicker.
        return False
    logger.warning("overdue order started again", extra={"order_id": order_id, "execution": head.execution})
    count("OrdersSwept")
    workflow.start(order_id, head.execution)
    return True


def _due_at() -> str:
    return clock.timestamp(clock.now() + timedelta(seconds=int(os.environ["CHECKOUT_DUE_SECONDS"])))

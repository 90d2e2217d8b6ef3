"""The sweep: whatever died, every order ends.

An order and its execution are two writes, and an execution can fail in ways that no Catch sees. The sweep
finds orders that are overdue and not at an end, and starts their machine again where nothing works on them.
"""

import os
from datetime import timedelta

from functions.order import store
from functions.order.order import Order, Status
from functions.shared import clock, machines
from functions.shared.observe import count, logger
from functions.shared.table import ConditionRefused

MOST_AT_ONCE = 200
CHECKOUT = "CHECKOUT_MACHINE"
FULFILMENT = "FULFILMENT_MACHINE"


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
    """Start the order's machine again unless it is at an end or still worked on."""
    order = store.load(order_id)
    machine = _machine_of(order)
    return machine is not None and _start_again(order, machine)


def _machine_of(order: Order) -> str | None:
    """The machine that an order waits for; None if it waits for none."""
    if order.head.ended or order.status is Status.CONFIRMED:
        return None
    return CHECKOUT if order.confirmed_at is None else FULFILMENT


def _start_again(order: Order, machine: str) -> bool:
    head = order.head
    ended = machines.has_ended(machine, head.execution)
    try:
        if ended is False:
            store.postpone(head, _due_at())
            return False
        if ended:
            head = store.begin_run(head, _due_at())
    except ConditionRefused:
        # The order moved on meanwhile, or another sweep was quicker.
        return False
    logger.warning(
        "overdue order started again", extra={"order_id": order.order_id, "execution": head.execution}
    )
    count("OrdersSwept")
    machines.start(machine, head.execution, {"order_id": order.order_id})
    return True


def _due_at() -> str:
    return clock.timestamp(clock.now() + timedelta(seconds=int(os.environ["CHECKOUT_DUE_SECONDS"])))

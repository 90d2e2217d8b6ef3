"""The sweep: whatever died, every order ends.

An order and its execution are two writes, and an execution can fail in ways that no Catch sees. The sweep
finds orders that are overdue and not at an end, and starts their machine again where nothing works on them.
Where something does, it only waits for a warehouse: the sweep sees to it that this ends in time.
"""

from contextlib import suppress
from datetime import timedelta

from functions.checkout import workflow
from functions.fulfilment.begin_fulfilment import begin_fulfilment, on_hold
from functions.fulfilment.end_packing import end_packing
from functions.operator import set_aside_store
from functions.order import store
from functions.order.order import Order, Status
from functions.recovery.sweep_refunds import sweep_refund
from functions.recovery.sweep_returns import sweep_return
from functions.recovery.sweep_run import Run
from functions.shared import clock, ids, machines, patience
from functions.shared.observe import count, logger
from functions.shared.table import ConditionRefused

HELD_BACK = timedelta(hours=1)
"""So long after a look is a confirmed order looked at again while fulfilment is on hold: often enough for
orders to begin soon after it is lifted, and seldom enough not to stand before what can be helped."""


def sweep_orders() -> int:
    """Look after what is overdue; the number of executions started. At most 200 are looked after in one run,
    beside those that cannot be (sweep_run.py): the next goes on. Raises what kept all of them from it."""
    run = Run(sweep)
    for due_id in store.due(clock.timestamp(clock.now())):
        if run.over:
            break
        run.meet(due_id)
    run.end()
    return run.started


def sweep(due_id: str) -> bool:
    """Look after an order, a return or a refund of an amount. Raises whatever keeps it from being looked
    after."""
    if ids.order_of_amount_refund(due_id):
        return sweep_refund(due_id)
    return sweep_return(due_id) if ids.order_of_return(due_id) else sweep_order(due_id)


def sweep_order(order_id: str) -> bool:
    """Start the order's machine again unless it is at an end or still worked on. What was set aside, and can
    be looked after now, is no longer before an operator."""
    order = store.load(order_id)
    started = _look_after(order)
    if order.set_aside:
        set_aside_store.clear(order_id)
    return started


def _look_after(order: Order) -> bool:
    order_id = order.order_id
    if order.head.ended:
        return False
    if order.status is Status.CONFIRMED and on_hold():
        return _hold_back(order)
    if order.status is Status.CONFIRMED:
        begin_fulfilment(order_id)
        _report(order, order_id)
        return True
    if order.status is not Status.FULFILLING:
        return _start_again(order, _soon())
    return _start_again(order, end_packing(order_id) or _soon())


def _hold_back(order: Order) -> bool:
    with suppress(ConditionRefused):  # cancelled meanwhile, say
        store.postpone(order.head, clock.timestamp(clock.now() + HELD_BACK))
    return False


def _start_again(order: Order, due_at: str) -> bool:
    """`due_at`: when to look again at an order that is worked on."""
    head = order.head
    unconfirmed = order.confirmed_at is None
    machine = machines.CHECKOUT if unconfirmed else machines.FULFILMENT
    given = workflow.given(order) if unconfirmed else {"order_id": order.order_id}
    ended = machines.has_ended(machine, head.execution)
    try:
        if ended is False:
            store.postpone(head, due_at)
            return False
        if ended:
            head = store.begin_run(head, _soon())
    except ConditionRefused:
        # The order moved on meanwhile, or another sweep was quicker.
        return False
    _report(order, head.execution)
    machines.start(machine, head.execution, given)
    return True


def _report(order: Order, execution: str) -> None:
    logger.warning("overdue order started again", extra={"order_id": order.order_id, "execution": execution})
    count("OrdersSwept")


def _soon() -> str:
    return patience.due_at(patience.CHECKOUT_DUE, clock.now())

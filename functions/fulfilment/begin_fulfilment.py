"""Begin to fulfil a confirmed order: CONFIRMED becomes FULFILLING, and its state machine is started.

Two writes: whoever dies between them is followed by the relay's next delivery, or by the sweep.
"""

import os
from datetime import datetime, timedelta

from functions.fulfilment import writes
from functions.fulfilment.fulfilment import pack_by
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Order, Status
from functions.payment import store as payment_store
from functions.shared import clock, machines
from functions.shared.errors import TransientError
from functions.shared.table import ConditionRefused, TransactionConflicted, transact

TRIES = 5
MACHINE = "FULFILMENT_MACHINE"


class BeginContended(TransientError):
    """The order moved every time its fulfilment was about to begin."""


def begin_fulfilment(order_id: str) -> None:
    """Found FULFILLING, the machine is started again, which changes nothing where it runs or has run; an
    order that has left these states needs nothing. Raises BeginContended."""
    for _ in range(TRIES):
        order = order_store.load(order_id)
        if order.status is Status.FULFILLING:
            machines.start(MACHINE, order.head.execution, {"order_id": order_id})
            return
        if order.status is not Status.CONFIRMED:
            return
        try:
            _begin(order)
        except (ConditionRefused, TransactionConflicted):
            continue
        machines.start(MACHINE, order_id, {"order_id": order_id})
        return
    raise BeginContended(order_id)


def _begin(order: Order) -> None:
    now = clock.now()
    latest = clock.timestamp(
        pack_by(now, _seconds("PACKING_SECONDS"), _hold_ends(order.order_id), _seconds("HOLD_MARGIN_SECONDS"))
    )
    change = changes.begin_fulfilling(order.head, now)
    transact([*order_writes.advance(change, due_at=latest), writes.schedule(order.order_id, latest)])


def _hold_ends(order_id: str) -> datetime | None:
    payment = payment_store.load(order_id)
    ends = payment.capture_before if payment else None
    return datetime.fromisoformat(ends) if ends else None


def _seconds(variable: str) -> timedelta:
    return timedelta(seconds=int(os.environ[variable]))

"""Begin to fulfil a confirmed order: CONFIRMED becomes FULFILLING, and its state machine is started.

Two writes: whoever dies between them is followed by the relay's next delivery, or by the sweep.

A deployment may put fulfilment on hold (the setting `fulfilment`): confirmed orders then stay CONFIRMED, and
begin once it is lifted.
"""

import os
from datetime import datetime
from functools import partial

from functions.fulfilment import writes
from functions.fulfilment.fulfilment import pack_by
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Order, Status
from functions.payment import store as payment_store
from functions.shared import clock, machines, patience
from functions.shared.contention import contend
from functions.shared.table import transact

ON_HOLD = "on-hold"


def on_hold() -> bool:
    """Whether this deployment begins no fulfilment."""
    return os.environ.get("FULFILMENT") == ON_HOLD


def begin_fulfilment(order_id: str) -> None:
    """Found FULFILLING, the machine is started again, which changes nothing where it runs or has run; an
    order that has left these states needs nothing. Raises Contended."""
    execution = contend(partial(_begun, order_id), f"begin to fulfil {order_id}")
    if execution is not None:
        machines.start(machines.FULFILMENT, execution, {"order_id": order_id})


def _begun(order_id: str) -> str | None:
    """The name of the execution to start, if the order is to be fulfilled."""
    order = order_store.load(order_id)
    if order.status is Status.FULFILLING:
        return order.head.execution
    if order.status is not Status.CONFIRMED:
        return None
    _begin(order)
    return order_id


def _begin(order: Order) -> None:
    now = clock.now()
    margin = patience.span(patience.HOLD_MARGIN)
    ends = pack_by(now, patience.span(patience.PACKING), _hold_ends(order.order_id), margin)
    latest = clock.timestamp(ends)
    look = min(latest, patience.due_at(patience.SILENCE, now))
    change = changes.begin_fulfilling(order.head, now)
    transact([*order_writes.advance(change, due_at=look), writes.schedule(order.order_id, latest)])


def _hold_ends(order_id: str) -> datetime | None:
    payment = payment_store.load(order_id)
    ends = payment.capture_before if payment else None
    return datetime.fromisoformat(ends) if ends else None

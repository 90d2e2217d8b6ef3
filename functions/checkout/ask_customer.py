"""Have an order's log say that its customer must act: the bank asks first (3-D Secure)."""

from functools import partial

from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Status
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.table import transact

ASKED = "OrderActionRequired"


def ask_customer(order_id: str) -> None:
    """Once an order, while it is PENDING: an order that has moved on waits for nobody. Raises Contended."""
    contend(partial(_ask, order_id), f"ask the customer of {order_id}")


def _ask(order_id: str) -> None:
    order, events = order_store.load_with_events(order_id)
    if order.status is Status.PENDING and not any(event.type == ASKED for event in events):
        transact(order_writes.advance(changes.require_action(order.head, clock.now())))

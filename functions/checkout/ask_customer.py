"""Have an order's log say that its customer must act: the bank asks first (3-D Secure)."""

from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Status
from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.table import ConditionRefused, TransactionConflicted, transact

TRIES = 5
ASKED = "OrderActionRequired"


class AskContended(TransientError):
    """The order moved every time it was about to be written."""


def ask_customer(order_id: str) -> None:
    """Once an order, while it is PENDING: an order that has moved on waits for nobody."""
    for _ in range(TRIES):
        order, events = order_store.load_with_events(order_id)
        if order.status is not Status.PENDING or any(event.type == ASKED for event in events):
            return
        try:
            transact(order_writes.advance(changes.require_action(order.head, clock.now())))
        except (ConditionRefused, TransactionConflicted):
            continue
        return
    raise AskContended(order_id)

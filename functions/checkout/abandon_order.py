"""The fence, first of all on the way back: after it nothing that lands late can revive the order."""

from functools import partial

from functions.credit.end_hold import end_hold
from functions.inventory import store as stock_store
from functions.inventory import writes as stock_writes
from functions.inventory.stock import ReservationState
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.lines import Quantities
from functions.order.order import GIVEN_UP, Reason, Status
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.errors import BusinessError
from functions.shared.table import transact
from functions.shared.write import Write


class OrderConfirmed(BusinessError):
    """The order is confirmed after all: there is nothing to abandon."""


def abandon_order(order_id: str, reason: Reason, short: Quantities | None = None) -> Reason:
    """In one transaction: PENDING becomes CANCELLING, and the reservation is released, units and credit, or,
    if there is none, a tombstone takes its place. Finding that done is a success. `short`: what was
    available, by SKU, of what is out of stock.

    Answers the reason that stands: that of whoever came first. Raises OrderConfirmed, Contended.
    """
    return contend(partial(_fence, order_id, reason, short), f"abandon {order_id}")


def _fence(order_id: str, reason: Reason, short: Quantities | None) -> Reason:
    head = order_store.load(order_id).head
    if head.status in GIVEN_UP:
        return head.reason or reason
    if head.status is not Status.PENDING:
        raise OrderConfirmed(order_id)
    now = clock.now()
    change = changes.begin_cancelling(head, reason, now, short)
    transact([*order_writes.advance(change), *_give_back(order_id, clock.timestamp(now))])
    return reason


def _give_back(order_id: str, at: str) -> list[Write]:
    reservation = stock_store.load_reservation(order_id)
    if reservation is None:
        return stock_writes.bury(order_id)
    if reservation.state is not ReservationState.HELD:
        return []
    held = reservation.credit
    credit = end_hold(held.owner, held.amount, order_id, at) if held else []
    return [*stock_writes.release(reservation), *credit]

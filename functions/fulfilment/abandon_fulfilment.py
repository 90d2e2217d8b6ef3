"""The fence of the fulfilment, first of all on its way back: after it nothing that lands late completes the
order."""

from functools import partial

from functions.credit.end_hold import end_hold
from functions.fulfilment import store, writes
from functions.fulfilment.fulfilment import OrderCompleted, OrderPacked, PackingOutcome, reason_for
from functions.inventory import store as stock_store
from functions.inventory import writes as stock_writes
from functions.inventory.stock import ReservationState
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import DELIVERED, GIVEN_UP, Order, Reason, Status
from functions.shared import clock, patience
from functions.shared.contention import Contended, contend
from functions.shared.table import transact
from functions.shared.write import Write


def abandon_fulfilment(order_id: str, uncaptured: str | None = None) -> Reason:
    """In one transaction: FULFILLING becomes CANCELLING, the decision is ABANDONED unless there is one, the
    units are for sale again, and the credit is free. Finding that done is a success.

    What was packed stands (OrderPacked) unless the money for it could not be taken: `uncaptured` is the error
    that said so. Answers the reason that stands. Raises OrderPacked, OrderCompleted, Contended.
    """
    return contend(partial(_abandon, order_id, uncaptured), f"abandon the fulfilment of {order_id}")


def _abandon(order_id: str, uncaptured: str | None) -> Reason:
    order = order_store.load(order_id)
    if order.status in GIVEN_UP:
        return order.reason or Reason.CHECKOUT_FAILED
    if order.status in DELIVERED:
        raise OrderCompleted(order_id)
    if order.status is not Status.FULFILLING:
        raise Contended(f"{order_id} is {order.status}: its fulfilment was never begun")
    outcome = store.load(order_id).outcome
    if outcome is PackingOutcome.PACKED and uncaptured is None:
        raise OrderPacked(order_id)
    reason = reason_for(outcome, uncaptured)
    transact(_fence(order, outcome, reason))
    return reason


def _fence(order: Order, outcome: PackingOutcome | None, reason: Reason) -> list[Write]:
    now = clock.now()
    due_at = patience.due_at(patience.CHECKOUT_DUE, now)
    return [
        *order_writes.advance(changes.begin_cancelling(order.head, reason, now), due_at=due_at),
        *writes.abandon(order.order_id, outcome, reason, clock.timestamp(now)),
        *_give_back(order.order_id, clock.timestamp(now)),
    ]


def _give_back(order_id: str, at: str) -> list[Write]:
    reservation = stock_store.load_reservation(order_id)
    if reservation is None or reservation.state is not ReservationState.SOLD:
        return []
    held = reservation.credit
    credit = end_hold(held.owner, held.amount, order_id, at) if held else []
    return [*stock_writes.give_back(reservation), *credit]

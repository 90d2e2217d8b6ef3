"""A customer cancels: at any time until the parcel is packed."""

from functions.checkout.abandon_order import OrderConfirmed, abandon_order
from functions.fulfilment.decide_packing import DecidedOtherwise, decide
from functions.fulfilment.fulfilment import PackingDecision, PackingOutcome
from functions.order import store as order_store
from functions.order.access import readable_order
from functions.order.order import Order, Reason, Status
from functions.payment.await_customer_action import give_up_waiting
from functions.shared.contention import Contended
from functions.shared.errors import BusinessError

TRIES = 3
REASON = Reason.CANCELLED_BY_CUSTOMER


class AlreadyPacked(BusinessError):
    """The parcel is packed: the order cannot be cancelled, only returned."""


def cancel_order(order_id: str, owner: str) -> Order:
    """The order, on its way to be cancelled or cancelled, whoever had it cancelled.

    Before it is confirmed it is fenced at once; afterwards the customer and the warehouse meet in one
    conditional write, and the first of them wins. Raises OrderUnknown for an unknown id and a foreign one
    alike, AlreadyPacked, Contended.
    """
    order = readable_order(order_id, owner)
    for _ in range(TRIES):
        match order.status:
            case Status.PENDING:
                _fence(order)
            case Status.CANCELLING | Status.CANCELLED:
                _wake(order)
                return order
            case Status.CONFIRMED | Status.FULFILLING:
                return _forestall_packing(order)
            case _:
                raise AlreadyPacked(order_id)
        order = order_store.load(order_id)
    raise Contended(f"cancel {order_id}: it moved {TRIES} times")


def _fence(order: Order) -> None:
    """Its checkout may be anywhere: each of its steps finds the fence and takes the way back."""
    try:
        abandon_order(order.order_id, REASON)
    except OrderConfirmed:
        return


def _wake(order: Order) -> None:
    """It may wait for the bank, for a quarter of an hour: a repeat wakes it again, should the first have died
    before it could."""
    unconfirmed = order.confirmed_at is None
    if order.status is Status.CANCELLING and unconfirmed and order.reason is REASON:
        give_up_waiting(order.order_id, REASON)


def _forestall_packing(order: Order) -> Order:
    try:
        decide(order, PackingDecision(PackingOutcome.CANCELLED))
    except DecidedOtherwise as earlier:
        if earlier.fulfilment.outcome is PackingOutcome.PACKED:
            raise AlreadyPacked(order.order_id) from earlier
    return order_store.load(order.order_id)

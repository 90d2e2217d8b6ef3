"""A customer cancels: at any time until the parcel is packed."""

from functions.checkout.abandon_order import OrderConfirmed, abandon_order
from functions.fulfilment.decide import DecidedOtherwise, decide
from functions.fulfilment.fulfilment import Decision, Verdict
from functions.order import store as order_store
from functions.order.access import own_order
from functions.order.order import Order, Reason, Status
from functions.payment.await_customer_action import give_up_waiting
from functions.shared.problems import Problem, try_again

TRIES = 3
REASON = Reason.CANCELLED_BY_CUSTOMER


def cancel_order(order_id: str, owner: str) -> Order:
    """The order, on its way to be cancelled or cancelled, whoever had it cancelled.

    Before it is confirmed it is fenced at once; afterwards the customer and the warehouse meet in one
    conditional write, and the first of them wins. Raises Problem: 404 for an unknown id and a foreign one
    alike, 409 already-packed.
    """
    order = own_order(order_id, owner)
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
                raise already_packed()
        order = order_store.load(order_id)
    raise try_again("The order is moving. Repeat the request.")


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
        decide(order, Verdict(Decision.CANCELLED))
    except DecidedOtherwise as earlier:
        if earlier.fulfilment.decision is Decision.PACKED:
            raise already_packed() from earlier
    return order_store.load(order.order_id)


def already_packed() -> Problem:
    return Problem(409, "already-packed", "The order is packed: it cannot be cancelled, only returned.")

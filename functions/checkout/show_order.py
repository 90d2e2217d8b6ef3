"""Show an order to its owner."""

from typing import Any

from functions.order import order as orders
from functions.order import store as order_store
from functions.order.order import Order, Status
from functions.payment import store as payment_store
from functions.payment.payment import State
from functions.shared import ids
from functions.shared.problems import not_found


def show_order(order_id: str, owner: str) -> dict[str, Any]:
    """The order with its timeline. Raises Problem 404 for an unknown id and for a foreign one alike."""
    if not ids.is_order_id(order_id):
        raise not_found("order")
    try:
        order, events = order_store.load_with_events(order_id)
    except order_store.OrderUnknown:
        raise not_found("order") from None
    if order.owner != owner:
        raise not_found("order")
    return present(order) | {"timeline": orders.present_timeline(events)}


def present(order: Order) -> dict[str, Any]:
    return orders.present(order, next_action(order))


def next_action(order: Order) -> dict[str, Any] | None:
    """What the customer has to do before the order can go on; None if nothing."""
    if order.status is not Status.PENDING:
        return None
    payment = payment_store.load(order.order_id)
    waiting = payment is not None and payment.state is State.ACTION_REQUIRED
    return payment.next_action if payment and waiting else None

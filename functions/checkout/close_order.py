"""The end of the way back: CANCELLING becomes CANCELLED and the customer gets the cart back."""

from functions.cart import writes as cart_writes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import Order, Status
from functions.shared import clock
from functions.shared.contention import Contended
from functions.shared.table import ConditionRefused, transact
from functions.shared.write import Write

TRIES = 5


def close_order(order_id: str) -> Order:
    """The cancelled order. Finding it cancelled is a success. Raises Contended."""
    order = order_store.load(order_id)
    cart: list[Write] = [cart_writes.unlock(order.owner, order_id, clock.now())]
    for _ in range(TRIES):
        if order.status is Status.CANCELLED:
            return order
        if order.status is not Status.CANCELLING:
            raise Contended(f"{order_id} is {order.status}: it was never fenced")
        try:
            transact([*order_writes.cancel(order, clock.now()), *cart])
        except ConditionRefused as refused:
            if refused.refused.keys() == {cart_writes.LABEL}:
                # The cart outlived its time and is gone: there is nothing to give back.
                cart = []
        order = order_store.load(order_id)
    raise Contended(f"close {order_id}: it moved {TRIES} times")

"""The pivot: from here the order stands."""

from datetime import datetime

from functions.cart import writes as cart_writes
from functions.inventory import writes as stock_writes
from functions.inventory.stock import Units
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import GIVEN_UP, Head, Status
from functions.pricing.shop import MAX_CODES
from functions.shared import clock
from functions.shared.contention import Contended
from functions.shared.errors import OrderClosing
from functions.shared.table import MOST_WRITES, ConditionRefused, TransactionConflicted, transact
from functions.shared.write import Write

TRIES = 5


def confirm_order(head: Head, owner: str, units: tuple[Units, ...]) -> None:
    """In one transaction: PENDING becomes CONFIRMED, what is held becomes sold, the cart is emptied.

    `head` is where the order stood when its units were held. Finding it confirmed is a success. Raises
    OrderClosing if the order was fenced meanwhile, Contended.
    """
    cart: list[Write] = [cart_writes.empty(owner, head.order_id, clock.now())]
    for _ in range(TRIES):
        try:
            transact([*_sale(head, units, clock.now()), *cart])
        except TransactionConflicted:
            continue
        except ConditionRefused as refused:
            if refused.refused.keys() == {cart_writes.LABEL}:
                # The cart outlived its time and is gone: no reason to refuse an order that is paid.
                cart = []
                continue
            now_at = order_store.load(head.order_id).head
            if now_at.status is Status.PENDING:
                head = now_at
                continue
            if now_at.status in GIVEN_UP:
                raise OrderClosing(head.order_id) from refused
        return
    raise Contended(f"confirm {head.order_id}: it moved {TRIES} times")


def _sale(head: Head, units: tuple[Units, ...], now: datetime) -> list[Write]:
    return [*order_writes.advance(changes.confirm(head, now)), *stock_writes.sell(head.order_id, units)]


MOST_BESIDE = 8 + MAX_CODES
"""What one transaction writes at most that is no piece of stock: that which gives up an order of a merged
account that was confirmed. Two items of the order, its fulfilment, its reservation; the account with an
entry, and the one into which it was merged, with another; a count of each code's uses."""
MOST_PIECES = MOST_WRITES - MOST_BESIDE
"""So many pieces of stock one order can hold."""

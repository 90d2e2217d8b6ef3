"""The end of a success: what was packed is paid for and handed over, the rest is for sale again."""

from functools import partial

from functions.fulfilment import store
from functions.fulfilment.fulfilment import PackingOutcome
from functions.inventory import stock
from functions.inventory import store as stock_store
from functions.inventory import writes as stock_writes
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.lines import Quantities
from functions.order.order import DELIVERED, Order, Status
from functions.payment import store as payment_store
from functions.payment.payment import SETTLED
from functions.shared import clock
from functions.shared.contention import Contended, contend
from functions.shared.errors import OrderClosing
from functions.shared.money import Money
from functions.shared.table import transact
from functions.shared.write import Write


def complete_order(order_id: str) -> None:
    """In one transaction: FULFILLING becomes COMPLETED with what was delivered, and the units that were not
    packed go back on the shelf. Finding it completed is a success. Raises OrderClosing if it was fenced,
    Contended."""
    contend(partial(_complete, order_id), f"complete {order_id}")


def _complete(order_id: str) -> None:
    order = order_store.load(order_id)
    if order.status in DELIVERED:
        return
    decision = store.load(order_id).decision
    packed = decision is not None and decision.outcome is PackingOutcome.PACKED
    if decision is None or not packed or order.status is not Status.FULFILLING:
        raise OrderClosing(order_id)
    charged = _charged(order)
    change = changes.complete(order.head, decision.lines, charged, clock.now())
    transact([*order_writes.advance(change), *_restock(order, decision.lines)])


def _charged(order: Order) -> Money:
    """What the card has paid. Raises OrderClosing where that was undone, or never done."""
    payment = payment_store.load(order.order_id)
    if payment is None or payment.state not in SETTLED:
        raise OrderClosing(order.order_id)
    return Money(payment.captured, order.total.currency)


def _restock(order: Order, lines: Quantities) -> list[Write]:
    if order.in_full(lines):
        return []
    reservation = stock_store.load_reservation(order.order_id)
    if reservation is None:
        raise Contended(f"{order.order_id} has no reservation")
    kept, back = stock.take_back(reservation.units, stock.wanted(order.lines_of(lines)))
    return stock_writes.restock(reservation, kept, back)

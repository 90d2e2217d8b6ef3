"""The end of a success: what was packed is paid for and may be handed over, the rest is for sale again.

Credit pays first, as much as is held of it or as what was packed costs, and the card the rest. The card's
money is taken first; credit is spent in the transaction that completes the order. From then on only
completing the order is right: a failure is PaidNotCompleted, for which the state machine has another
patience, and no way back.
"""

from functools import partial

from functions.credit.end_hold import end_hold
from functions.fulfilment import store
from functions.fulfilment.fulfilment import PackingOutcome
from functions.inventory import stock
from functions.inventory import store as stock_store
from functions.inventory import writes as stock_writes
from functions.inventory.uses import units_of
from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.lines import Quantities
from functions.order.order import DELIVERED, Order, Status
from functions.payment.capture_payment import capture_payment
from functions.payment.writes import record_credited
from functions.shared import clock
from functions.shared.contention import Contended, contend
from functions.shared.errors import OrderClosing, TransientError
from functions.shared.money import Money
from functions.shared.table import transact
from functions.shared.write import Write


class PaidNotCompleted(TransientError):
    """The money is taken and the order could not be completed."""


def complete_order(order_id: str) -> None:
    """What the packed units cost is captured, less what credit pays; then, in one transaction, FULFILLING
    becomes COMPLETED with what was delivered, the units that were not packed go back on the shelf, credit is
    spent, and what is left of it is free. Finding it completed is a success.

    Raises OrderClosing if nothing is packed or the order was fenced, PaidNotCompleted, and what
    capture_payment raises.
    """
    order = order_store.load(order_id)
    if order.status in DELIVERED:
        return
    lines = _packed(order_id)
    why = "packed" if order.in_full(lines) else "packed-in-part"
    worth = order.due(lines).amount
    credited = Money(order.credit_for(worth), order.total.currency) if order.credit else None
    to_charge = worth - (credited.amount if credited else 0)
    charged = Money(capture_payment(order_id, to_charge, why), order.total.currency)
    try:
        contend(partial(_complete, order_id, lines, charged, credited), f"complete {order_id}")
    except OrderClosing:
        raise
    except Exception as failure:
        raise PaidNotCompleted(f"{type(failure).__name__}: {failure}") from failure


def _packed(order_id: str) -> Quantities:
    """Units by line id. Raises OrderClosing if nothing is packed."""
    decision = store.load(order_id).decision
    if decision is None or decision.outcome is not PackingOutcome.PACKED:
        raise OrderClosing(order_id)
    return decision.lines


def _complete(order_id: str, lines: Quantities, charged: Money, credited: Money | None) -> None:
    """The decision and what was captured can change by the fence alone, after which the order is not
    FULFILLING any more."""
    order = order_store.load(order_id)
    if order.status in DELIVERED:
        return
    if order.status is not Status.FULFILLING:
        raise OrderClosing(order_id)
    change = changes.complete(order, lines, charged, clock.now(), credited)
    transact([*order_writes.advance(change), *_settle(order, lines, credited, change.event.at)])


def _settle(order: Order, lines: Quantities, credited: Money | None, at: str) -> list[Write]:
    """What it held and does not need is given back, and credit is spent. Uses of codes stay used."""
    if order.in_full(lines) and credited is None:
        return []
    reservation = stock_store.load_reservation(order.order_id)
    if reservation is None:
        raise Contended(f"{order.order_id} has no reservation")
    needed = stock.wanted(order.lines_of(lines)) | units_of(order.uses)
    kept, back = stock.take_back(reservation.units, needed)
    restocked, held = stock_writes.restock(reservation, kept, back), reservation.credit
    if credited is None:
        return restocked
    if held is None:
        raise Contended(f"{order.order_id} holds no credit")
    spent = end_hold(held.owner, held.amount, order.order_id, at, credited.amount)
    return [*restocked, *spent, record_credited(order.order_id, credited.amount)]

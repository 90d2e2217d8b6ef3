"""Show an order to its owner, and to those who merged the owner's cart into theirs."""

from typing import Any

from functions.order import order as orders
from functions.order.access import readable_history
from functions.order.disputes import shown_of
from functions.order.history import taken_back
from functions.order.order import DELIVERED, Event, Order, Reason, Status
from functions.payment import ledger
from functions.payment import store as payment_store
from functions.payment.decline import Decline
from functions.payment.payment import Payment, State
from functions.pricing.totals import less_credit, present_totals
from functions.shared.money import Money


def show_order(order_id: str, owner: str) -> dict[str, Any]:
    """The order with its timeline, what became of its lines, and what was given back. Raises OrderUnknown for
    an unknown id and for a foreign one alike."""
    return present_order(*readable_history(order_id, owner))


def present_order(order: Order, events: list[Event]) -> dict[str, Any]:
    """The same, for who has read the order with its whole log."""
    totals = less_credit(order.totals_of(order.ordered), order.credit)
    return present(order) | {
        "decline": decline_of(order),
        "lines": orders.present_lines(order, taken_back(events)),
        "totals": present_totals(totals, order.total.currency),
        "refunds": _refunds(order),
        "dispute": shown_of(order.disputes),
        "timeline": orders.present_timeline(events),
    }


def _refunds(order: Order) -> list[dict[str, Any]]:
    """What the card was given back of what it was charged, and what became credit, the first first. What was
    taken and given back before an order came to its end is no charge, and so no refund of one."""
    if order.status not in DELIVERED:
        return []
    return [
        {
            "amount": Money(given.amount, order.total.currency).as_dict(),
            "to": given.to,
            "why": given.why,
            "at": given.at,
        }
        for given in ledger.refunds_of(order.order_id)
    ]


def present(order: Order) -> dict[str, Any]:
    return orders.present(order, next_action(order))


def decline_of(order: Order) -> Decline | None:
    """Why the card, the bank or the customer said no; None where that is not what the order ended of, or is
    not known."""
    if order.status is not Status.CANCELLED or order.reason is not Reason.PAYMENT_DECLINED:
        return None
    payment = payment_store.load(order.order_id)
    return payment.why_declined if payment else None


def next_action(order: Order) -> dict[str, Any] | None:
    """What the customer has to do before the order can go on; None if nothing."""
    return action_of(order, payment_store.load(order.order_id)) if order.status is Status.PENDING else None


def action_of(order: Order, payment: Payment | None) -> dict[str, Any] | None:
    """The same, for who has read the payment already."""
    waiting = payment is not None and payment.state is State.ACTION_REQUIRED
    return payment.next_action if payment and waiting and order.status is Status.PENDING else None

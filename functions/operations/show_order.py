"""Show all that is known of one order, from every table and from the provider."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from functions.fulfilment import store as fulfilments
from functions.inventory import store as stock
from functions.operations.return_view import present_return
from functions.operator import store as operator_store
from functions.order import store as orders
from functions.order.disputes import shown_of
from functions.order.order import Event, Order, Status, present_missing
from functions.payment import ledger, refunds_store
from functions.payment import store as payments
from functions.payment.errors import PaymentsNotConfigured, ProviderRefused, ProviderUnavailable
from functions.payment.provider import provider
from functions.payment.refunds_store import NothingCaptured
from functions.pricing.totals import present_totals
from functions.refunds import store as amounts
from functions.refunds.refund import AmountRefund, present
from functions.returns import store as returns
from functions.returns.returns import Return
from functions.shared import ids
from functions.shared.items import Aside, Unreadable
from functions.shared.money import Money

SILENT = "the payment provider does not answer"


def show_order(order_id: str) -> dict[str, Any]:
    """No addresses, no secrets. `unreadable`, if there is such, names what cannot be read, or told just now;
    the rest is shown. Raises OrderUnknown."""
    if not ids.is_order_id(order_id):
        raise orders.OrderUnknown(order_id)
    aside: Aside = {}
    order, events = orders.load_log(order_id, aside)
    parts: dict[str, Callable[[str], Any]] = {
        "reservation": _reservation,
        "fulfilment": _fulfilment,
        "payment": lambda of: _payment(of, aside),
        "stuck": _stuck,
    }
    found = {"order_id": order_id, **(shown(order) if order else {})}
    found["events"] = [asdict(event) for event in events]
    found |= {name: _part(name, read, order_id, aside) for name, read in parts.items()}
    found["settled"] = order.settled if order else None
    known = returns.of_order(order_id, aside)
    found["returns"] = [present_return(one) for one in known]
    refunds = amounts.of_order(order_id, aside)
    found["refunds"] = [present(one) for one in refunds]
    found["executions"] = list(_executions(order, events, known, refunds)) if order else []
    return found | ({"unreadable": aside} if aside else {})


def shown(order: Order) -> dict[str, Any]:
    """The order itself, as an operator sees it."""
    return {
        "owner": order.owner,
        "status": order.status.value,
        "reason": order.reason.value if order.reason else None,
        "version": order.head.version,
        "missing": present_missing(order),
        "total": order.total.as_dict(),
        "to_pay": order.to_pay.as_dict(),
        "charged": Money(order.charged, order.total.currency).as_dict(),
        "credited": Money(order.credited, order.total.currency).as_dict(),
        "refunded": Money(order.refunded, order.total.currency).as_dict(),
        "placed_at": order.placed_at,
        "confirmed_at": order.confirmed_at,
        "lines": [line.as_dict() for line in order.lines],
        "totals": present_totals(order.totals_of(order.ordered), order.total.currency),
        "codes": list(order.codes),
        "delivered": order.delivered,
        "returned": order.returned,
        "dispute": shown_of(order.disputes),
    }


def _part(name: str, read: Callable[[str], Any], order_id: str, aside: Aside) -> Any:
    """What another table says of it; None and `aside` where that cannot be read."""
    try:
        return read(order_id)
    except Unreadable as broken:
        aside[name] = str(broken)
        return None


def _executions(
    order: Order, events: list[Event], known: list[Return], refunds: list[AmountRefund]
) -> Iterator[dict[str, str]]:
    """The names that its executions are known by. Of a machine that it has left, the first one: how often
    that was started is not kept."""
    fulfilled = any(event.type == "OrderFulfilling" for event in events)
    last = order.head.run
    runs = last if order.status in (Status.PENDING, Status.CANCELLING) and not fulfilled else 1
    yield from (
        {"machine": "checkout", "name": ids.execution(order.order_id, one + 1)} for one in range(runs)
    )
    for one in range(last if fulfilled else 0):
        yield {"machine": "fulfilment", "name": ids.execution(order.order_id, one + 1)}
    for returned in known:
        for one in range(returned.run):
            yield {"machine": "return", "name": ids.execution(returned.return_id, one + 1)}
    for refund in refunds:
        for one in range(refund.run):
            yield {"machine": "refund", "name": ids.execution(refund.refund_id, one + 1)}


def _reservation(order_id: str) -> dict[str, Any] | None:
    found = stock.load_reservation(order_id)
    return asdict(found) | {"returned": sorted(found.returned)} if found else None


def _stuck(order_id: str) -> dict[str, Any] | None:
    """The last stop before an operator, answered or not."""
    stuck = operator_store.load(order_id)
    return stuck.shown() if stuck else None


def _fulfilment(order_id: str) -> dict[str, Any]:
    """Until when there is time to pack, what was decided, and what the warehouse was told; no token."""
    found = fulfilments.load(order_id)
    made = found.decision
    decision = {"decision": made.outcome, "lines": made.lines, "why": made.why} if made else None
    return {"pack_by": found.pack_by, "decision": decision, "told": found.told}


def _payment(order_id: str, aside: Aside) -> dict[str, Any] | None:
    payment = payments.load(order_id)
    if payment is None:
        return None
    found: dict[str, Any] = {"state": payment.state.value, "intent_id": payment.hold_id}
    found["decline"] = payment.why_declined
    found["entries"] = ledger.entries_of(order_id)
    found["left"] = _left(order_id)
    if payment.by_hand:
        found["refunded_by_hand"] = _by_hand(order_id)
    if payment.disputes:
        found["disputes"] = {name: asdict(one) for name, one in payment.disputes.items()}
    if payment.outside:
        found["given_back_outside"] = payment.outside
    return found | {"provider": _at_provider(payment.hold_id, aside) if payment.hold_id else None}


def _left(order_id: str) -> int | None:
    """What may still be given back, in minor units; None before anything was captured."""
    try:
        return max(0, refunds_store.load(order_id).left)
    except NothingCaptured:
        return None


def _by_hand(order_id: str) -> dict[str, Any]:
    """By the refund's id at the provider; what explain-refund stated of it, and for which return."""
    return {name: asdict(made) for name, made in refunds_store.load(order_id).by_hand.items()}


def _at_provider(hold_id: str, aside: Aside) -> dict[str, Any] | None:
    """None where the provider knows no such hold, or does not answer: the rest is shown all the same."""
    try:
        hold = provider.read_hold(hold_id)
    except ProviderRefused:
        return None
    except (ProviderUnavailable, PaymentsNotConfigured):
        aside["provider"] = SILENT
        return None
    return {
        "status": hold.reported,
        "held": hold.holds,
        "captured": hold.captured,
        "refunded": hold.refunded,
    }

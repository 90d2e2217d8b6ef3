"""`find-order`: all that is known of one order, from every table and from the provider."""

import argparse
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from functions.fulfilment import store as fulfilments
from functions.inventory import store as stock
from functions.operator import store as operator_store
from functions.order import store as orders
from functions.order.order import Order, present_missing
from functions.payment import refunds_store
from functions.payment import store as payments
from functions.payment.errors import ProviderRefused
from functions.payment.provider import provider
from functions.returns import store as returns
from functions.shared import ids
from functions.shared.items import Aside, Unreadable
from functions.shared.money import Money
from ops.errors import CommandError

HOLD = re.compile(r"pi_[A-Za-z0-9_]{1,250}")


def order_or_hold(text: str) -> str:
    """An argument that can be either at all."""
    if not ids.is_order_id(text) and not HOLD.fullmatch(text):
        raise argparse.ArgumentTypeError(f"an order's id (ord_...) or an intent's (pi_...), not {text!r}")
    return text


def find_order(wanted: str) -> dict[str, Any]:
    """`wanted`: an order's id, or a payment intent's. No addresses, no secrets. `unreadable`, if there is
    such, names what cannot be read; the rest is shown. Raises CommandError."""
    order_id = _order_of(wanted) if wanted.startswith("pi_") else wanted
    aside: Aside = {}
    try:
        order, events = orders.load_log(order_id, aside)
    except orders.OrderUnknown:
        raise CommandError(f"there is no order {order_id}") from None
    parts: dict[str, Callable[[str], Any]] = {
        "reservation": _reservation,
        "fulfilment": _fulfilment,
        "payment": _payment,
        "stuck": _stuck,
    }
    found = {"order_id": order_id, **(_shown(order) if order else {})}
    found["events"] = [asdict(event) for event in events]
    found |= {name: _part(name, read, order_id, aside) for name, read in parts.items()}
    found["settled"] = order.settled if order else None
    known = returns.of_order(order_id, aside)
    found["returns"] = [{"return_id": one.return_id, "status": one.shown} for one in known]
    return found | ({"unreadable": aside} if aside else {})


def _shown(order: Order) -> dict[str, Any]:
    return {
        "owner": order.owner,
        "status": order.status,
        "reason": order.head.reason,
        "missing": present_missing(order),
        "total": order.total.as_dict(),
        "charged": Money(order.charged, order.total.currency).as_dict(),
        "refunded": Money(order.refunded, order.total.currency).as_dict(),
        "placed_at": order.placed_at,
        "lines": [{"sku": line.sku, "quantity": line.quantity} for line in order.lines],
    }


def _part(name: str, read: Callable[[str], Any], order_id: str, aside: Aside) -> Any:
    """What another table says of it; None and `aside` where that cannot be read."""
    try:
        return read(order_id)
    except Unreadable as broken:
        aside[name] = str(broken)
        return None


def _reservation(order_id: str) -> dict[str, Any] | None:
    found = stock.load_reservation(order_id)
    return asdict(found) | {"returned": sorted(found.returned)} if found else None


def _by_hand(order_id: str) -> dict[str, Any]:
    """By the refund's id at the provider; what explain-refund stated of it, and for which return."""
    return {name: asdict(made) for name, made in refunds_store.load(order_id).by_hand.items()}


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


def _payment(order_id: str) -> dict[str, Any] | None:
    payment = payments.load(order_id)
    if payment is None:
        return None
    found: dict[str, Any] = {"state": payment.state, "intent_id": payment.hold_id}
    if payment.by_hand:
        found["refunded_by_hand"] = _by_hand(order_id)
    if payment.outside:
        found["given_back_outside"] = payment.outside
    if payment.hold_id is None:
        return found | {"provider": None}
    try:
        hold = provider.read_hold(payment.hold_id)
    except ProviderRefused:
        return found | {"provider": None}
    return found | {
        "provider": {
            "status": hold.reported,
            "held": hold.holds,
            "captured": hold.captured,
            "refunded": hold.refunded,
        }
    }


def _order_of(hold_id: str) -> str:
    try:
        order_id = provider.read_hold(hold_id).order_id
    except ProviderRefused:
        raise CommandError(f"the provider knows no intent {hold_id}") from None
    if not order_id:
        raise CommandError(f"intent {hold_id} names no order")
    return order_id

"""The checkout's steps that change orders, stock and carts: Lambda entry points of the state machine."""

from datetime import datetime
from typing import Any

from functions.checkout.abandon_order import abandon_order as abandon
from functions.checkout.close_order import close_order as close
from functions.checkout.confirm_order import confirm_order as confirm
from functions.checkout.look_at_declines import keep_decline
from functions.checkout.outcome import reason_for, short_in
from functions.checkout.reserve_stock import reserve_stock as reserve
from functions.checkout.workflow import given
from functions.inventory.stock import HeldCredit, Units
from functions.inventory.uses import CustomerUse
from functions.order import store as order_store
from functions.order.order import Head, Reason, Status
from functions.shared import clock
from functions.shared.observe import COUNT, MILLISECONDS, count, measure, saga_step

Event = dict[str, Any]

_KNOWN = ("order_id", "owner", "version", "payment", "placed_at")
"""Of an execution's input; those of an earlier deployment have no `placed_at`."""


@saga_step
def reserve_stock(event: Event, _context: Any) -> Event:
    """In: what the execution was started with (workflow.py); those of an earlier deployment have the order's
    id alone, or neither `credit` nor `uses`. Answers with that and with what is held: all that the following
    steps need."""
    order = event if "wanted" in event else given(order_store.load(event["order_id"]))
    amount = order.get("credit", 0)
    credit = HeldCredit(order["owner"], amount) if amount else None
    uses = [CustomerUse(one["code"], order["owner"], one["most"]) for one in order.get("uses", ())]
    units = reserve(order["order_id"], order["wanted"], credit, uses)
    known = {name: order[name] for name in _KNOWN if name in order}
    return known | {"units": [piece.as_dict() for piece in units]}


@saga_step
def confirm_order(event: Event, _context: Any) -> Event:
    """In: what ReserveStock answered."""
    head = Head(event["order_id"], Status.PENDING, event["version"])
    units = tuple(Units(piece["sku"], piece["shard"], piece["quantity"]) for piece in event["units"])
    confirm(head, event["owner"], units)
    _tell_confirmed(event)
    return {"order_id": head.order_id}


def _tell_confirmed(event: Event) -> None:
    """How long it took is told of those that waited for nobody but us and the provider: a bank that asks its
    customer takes the time of the customer (then AuthorizePayment's outcome stands in the input)."""
    told = {"OrdersConfirmed": (1, COUNT)}
    if "failure" not in event and "placed_at" in event:
        waited = clock.now() - datetime.fromisoformat(event["placed_at"])
        told["CheckoutTime"] = (max(0, round(waited.total_seconds() * 1000)), MILLISECONDS)
    measure(told)


@saga_step
def abandon_order(event: Event, _context: Any) -> Event:
    """The reason is for the steps that follow: the payment's ledger tells why."""
    reason = abandon(event["order_id"], reason_for(event), short_in(event))
    if reason is Reason.PAYMENT_DECLINED:
        keep_decline(order_store.load(event["order_id"]))
    return {"order_id": event["order_id"], "reason": reason}


@saga_step
def close_order(event: Event, _context: Any) -> Event:
    order = close(event["order_id"])
    count("OrdersCancelled", reason=order.head.reason or "unknown")
    return {"order_id": order.order_id}

"""What may happen to an order: each change is one event and the head that it makes."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from functions.order.disputes import Told, event_of
from functions.order.lines import Quantities, added, taken
from functions.order.order import Event, Head, Order, Reason, Status
from functions.shared import clock, ids
from functions.shared.money import Money

Settled = dict[str, str] | None
"""`by` which operator something was ended by hand, and `why`."""


@dataclass(frozen=True)
class Change:
    """What one event makes of an order. `sets` are attributes of the head beside its status."""

    before: Head
    after: Head
    event: Event
    sets: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReturnOutcome:
    """What became of a return that was accepted, all or a part. `refund` went to the card for it, `credit`
    became credit, and `given_back` went by other ways, or by the refund made by hand `by_hand`, which is told
    of by itself; `delivery` is what of all that is the price of delivery, if any is."""

    accepted: Quantities
    declined: Quantities
    refund: Money
    given_back: Money
    credit: Money
    delivery: Money | None = None
    by_hand: str | None = None


@dataclass(frozen=True)
class AmountOutcome:
    """What became of a refund of an amount, as in ReturnOutcome: `card` went to the card. The customer is
    told why."""

    card: Money
    credit: Money
    given_back: Money
    why: str
    by_hand: str | None = None


def placed(order: Order) -> Event:
    """The first event of an order's log."""
    items = [{"sku": line.sku, "quantity": line.quantity} for line in order.lines]
    data = {"owner": order.owner, "total": order.total.as_dict(), "items": items}
    credit = {"credit": _money(order, order.credit)} if order.credit else {}
    return Event(1, "OrderPlaced", order.placed_at, data | order.quoted_of(order.ordered) | credit)


def require_action(head: Head, now: datetime) -> Change:
    """The bank asks the customer: the order waits where it stands."""
    return _change(head, "OrderActionRequired", now, head.status)


def confirm(head: Head, now: datetime) -> Change:
    change = _change(head, "OrderConfirmed", now, Status.CONFIRMED)
    return replace(change, sets={"confirmed_at": change.event.at})


def begin_fulfilling(head: Head, now: datetime) -> Change:
    """Another state machine takes over: its executions are counted from one again."""
    change = _change(head, "OrderFulfilling", now, Status.FULFILLING)
    return replace(change, after=replace(change.after, run=1), sets={"run": 1})


def complete(
    order: Order, delivered: Quantities, charged: Money, now: datetime, credited: Money | None = None
) -> Change:
    """`delivered` is what was packed and handed over, by line id; `charged` is what the card paid for it,
    `credited` what credit did, None for an order that uses none."""
    data = {"delivered": delivered, "charged": charged.as_dict()} | order.quoted_of(delivered)
    change = _change(order.head, "OrderCompleted", now, Status.COMPLETED, **data)
    sets = {"completed_at": change.event.at, "delivered": delivered, "charged": charged.amount, "refunded": 0}
    if credited is not None:
        change.event.data["credited"] = credited.as_dict()
        sets["credited"] = credited.amount
    return replace(change, sets=sets)


def begin_cancelling(head: Head, reason: Reason, now: datetime, short: Quantities | None = None) -> Change:
    """`short`: where it is out of stock, units that were available by SKU, of those that were too few."""
    change = _cancelling(head, "OrderCancelling", reason, now, Status.CANCELLING)
    if not short:
        return change
    change.event.data["short"] = short
    return replace(change, sets={"short": short})


def cancel(head: Head, now: datetime, settled: Settled = None) -> Change:
    """`settled`: by which operator and why, if it did not come to its end by itself."""
    change = _cancelling(head, "OrderCancelled", head.reason, now, Status.CANCELLED)
    return _told(change, None, settled)


def request_return(order: Order, return_id: str, lines: Quantities, now: datetime) -> Change:
    """Units that come back are spoken for as soon as their return is announced."""
    returned = added(order.returned, lines)
    return _about_return(order, "ReturnRequested", return_id, lines, returned, now)


def accept_return(
    order: Order,
    return_id: str,
    lines: Quantities,
    now: datetime,
    *,
    late: bool = False,
    delivery: Money | None = None,
) -> Change:
    """`lines` of what was announced will be given money back for; what comes after them counts on from
    there. `late`: they were announced too late to bring the price of delivery back; `delivery`: what comes
    back of it."""
    data: dict[str, Any] = {"return_id": return_id, "lines": lines} | ({"late": True} if late else {})
    if delivery is not None and delivery.amount:
        data["delivery"] = delivery.as_dict()
    change = _change(order.head, "ReturnAccepted", now, order.status, **data)
    sets: dict[str, Any] = {"accepted": added(order.accepted, lines)}
    return replace(change, sets=sets | ({"accepted_late": True} if late else {}))


def reject_return(
    order: Order,
    return_id: str,
    lines: Quantities,
    now: datetime,
    *,
    note: str | None = None,
    settled: Settled = None,
) -> Change:
    """The units stay with the customer and may be announced again; `note` is what the customer is told,
    `settled` as in `cancel`."""
    returned = taken(order.returned, lines)
    change = _about_return(order, "ReturnRejected", return_id, lines, returned, now)
    return _told(change, note, settled)


def refund_return(
    order: Order,
    return_id: str,
    outcome: ReturnOutcome,
    now: datetime,
    *,
    note: str | None = None,
    settled: Settled = None,
) -> Change:
    """The money of a return has been given back, and its units are where they belong. What was declined stays
    with the customer and may be announced again; `note` and `settled` as in `reject_return`."""
    returned = taken(order.returned, outcome.declined)
    change = _about_return(order, "ReturnRefunded", return_id, outcome.accepted, returned, now)
    change.event.data["declined"] = outcome.declined
    change.event.data["refund"] = outcome.refund.as_dict()
    change.event.data["given_back"] = outcome.given_back.as_dict()
    if outcome.by_hand:
        change.event.data["by_hand"] = outcome.by_hand
    if outcome.credit.amount:
        change.event.data["credit"] = outcome.credit.as_dict()
    if outcome.delivery:
        change.event.data["delivery"] = outcome.delivery.as_dict()
    change.sets["refunded"] += outcome.refund.amount
    return _told(change, note, settled)


def refund_amount(
    order: Order, refund_id: str, outcome: AmountOutcome, now: datetime, *, settled: Settled = None
) -> Change:
    """An operator gave an amount back; `settled` as in `cancel`."""
    amounts = {"card": outcome.card, "credit": outcome.credit, "given_back": outcome.given_back}
    data: dict[str, Any] = {"refund_id": refund_id, "why": outcome.why}
    data |= {name: amount.as_dict() for name, amount in amounts.items()}
    if outcome.by_hand:
        data["by_hand"] = outcome.by_hand
    change = _change(order.head, "AmountRefunded", now, order.status, **data)
    return _told(replace(change, sets={"refunded": order.refunded + outcome.card.amount}), None, settled)


def refund_by_hand(order: Order, refund_id: str, amount: int, made_at: str, now: datetime) -> Change:
    """Somebody gave `amount` (minor units) back in the provider's own pages, `made_at` (RFC 3339)."""
    by_hand = order.by_hand | {refund_id: amount}
    data = {"refund_id": refund_id, "amount": _money(order, amount), "at": made_at}
    change = _change(order.head, "OrderRefunded", now, order.status, **data)
    return replace(change, sets={"by_hand": by_hand, "refunded": order.refunded + amount})


def fail_refund_by_hand(order: Order, refund_id: str, now: datetime) -> Change:
    """A refund made by hand did not arrive, and its money is with the shop again."""
    by_hand = {name: amount for name, amount in order.by_hand.items() if name != refund_id}
    amount = order.by_hand[refund_id]
    data = {"refund_id": refund_id, "amount": _money(order, amount)}
    change = _change(order.head, "OrderRefundFailed", now, order.status, **data)
    return replace(change, sets={"by_hand": by_hand, "refunded": order.refunded - amount})


def fail_refund(order: Order, claim_id: str, refund_id: str, amount: int, now: datetime) -> Change:
    """The refund of a return that was refunded, or of an amount, did not arrive: its `amount` (minor units)
    is with the shop again, and still owed."""
    of = "return_id" if ids.order_of_return(claim_id) else "claim_id"
    data = {of: claim_id, "refund_id": refund_id, "amount": _money(order, amount)}
    change = _change(order.head, "OrderRefundFailed", now, order.status, **data)
    return replace(change, sets={"refunded": order.refunded - amount})


def move_dispute(order: Order, dispute_id: str, told: Told, now: datetime) -> Change:
    """A dispute was opened, has come to another state, or the bank moved money for it."""
    kind = event_of(order.disputes.get(dispute_id), told)
    amounts = {name: _money(order, told[name]) for name in ("amount", "taken")}
    data = {"dispute_id": dispute_id, "state": told["state"]} | amounts
    change = _change(order.head, kind, now, order.status, **data)
    return replace(change, sets={"disputes": order.disputes | {dispute_id: told}})


def _money(order: Order, amount: int) -> dict[str, Any]:
    return Money(amount, order.total.currency).as_dict()


def mark_returned(head: Head, now: datetime) -> Change:
    """All that was delivered has come back."""
    return _change(head, "OrderReturned", now, Status.RETURNED)


def _told(change: Change, note: str | None, settled: Settled) -> Change:
    if note is not None:
        change.event.data["note"] = note
    if settled:
        change.event.data["settled"] = settled
    return change


def _about_return(
    order: Order, event_type: str, return_id: str, lines: Quantities, returned: Quantities, now: datetime
) -> Change:
    change = _change(order.head, event_type, now, order.status, return_id=return_id, lines=lines)
    return replace(change, sets={"returned": returned, "refunded": order.refunded})


def _cancelling(head: Head, event_type: str, reason: Reason | None, now: datetime, status: Status) -> Change:
    data = {"reason": reason.value} if reason else {}
    change = _change(head, event_type, now, status, **data)
    return replace(change, after=replace(change.after, reason=reason))


def _change(head: Head, event_type: str, now: datetime, status: Status, **data: Any) -> Change:
    number = head.version + 1
    after = replace(head, status=status, version=number, reason=None)
    return Change(head, after, Event(number, event_type, clock.timestamp(now), data))

"""The promises as pure checks over a snapshot of a shop: what tests, chaos runs and `ops audit` share.

An order on its way is no violation. A snapshot is not of one moment, so a single look raises suspicions;
who looks again (ops/audit.py) tells a suspicion from a violation.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.conversation.whole_store import Whole
from functions.credit.whole_store import Credits
from functions.fulfilment.fulfilment import Fulfilment
from functions.inventory.stock import Reservation, ReservationState, Shard, wanted
from functions.inventory.uses import CustomerCount, units_of
from functions.order.lines import taken
from functions.order.order import CONFIRMED, DELIVERED, Order, Status
from functions.payment.disputes import Dispute
from functions.payment.hold import Hold
from functions.payment.payment import VOID, Payment, State
from functions.refunds.refund import AmountRefund
from functions.returns.returns import Return
from ops.doubt import Unread
from ops.promises_of_charges import broken_charges
from ops.promises_of_codes import broken_codes
from ops.promises_of_conversations import broken_conversations
from ops.promises_of_credit import broken_credit
from ops.promises_of_disputes import broken_disputes
from ops.promises_of_progress import hanging, looked_after, told_right
from ops.promises_of_refunds import broken_refunds
from ops.promises_of_returns import broken_promises, restocked
from ops.promises_of_spending import broken_spending


@dataclass(frozen=True)
class Receipt:
    sku: str
    quantity: int


@dataclass(frozen=True)
class Snapshot:
    """A shop as read: `claims` maps an owner to the order that claims the owner's cart; `holds` is the
    payment provider's own list; `minimum` is the least that it takes, in minor units; `due` says by id when
    the sweep looks after what is open (RFC 3339); `untold_since` when those orders ended of which their
    warehouse has not heard; `disputes` the provider's own, by hold; `unread` what of the tables cannot be
    read."""

    orders: dict[str, Order]
    payments: dict[str, Payment]
    holds: list[Hold]
    shards: list[Shard]
    reservations: dict[str, Reservation]
    receipts: list[Receipt]
    claims: dict[str, str]
    uses: list[CustomerCount] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    refunds: list[AmountRefund] = field(default_factory=list)
    minimum: int = 0
    fulfilments: dict[str, Fulfilment] = field(default_factory=dict)
    due: dict[str, str] = field(default_factory=dict)
    untold_since: dict[str, str] = field(default_factory=dict)
    conversations: list[Whole] = field(default_factory=list)
    credits: Credits = field(default_factory=Credits)
    disputes: dict[str, dict[str, Dispute]] = field(default_factory=dict)
    unread: Unread = field(default_factory=Unread)


def violations(shop: Snapshot) -> list[str]:
    """One sentence for each way in which the snapshot breaks a promise; empty if it keeps them all."""
    shop = replace(shop, holds=[one for one in shop.holds if not _settled_stray(shop, one)])
    known = _without(shop, shop.unread.order_ids)
    return [
        *shop.unread.sentences(),
        *_charged_once(known),
        *broken_charges(
            known.orders, known.payments, known.holds, known.returns, known.refunds, known.minimum
        ),
        *_adds_up(known),
        *_given_back_once(known),
        *_stock_conserved(shop),
        *_reservations_agree(shop),
        *_decided_orders_are_done(known),
        *looked_after(known.orders, known.returns, known.refunds, known.due),
        *told_right(known.orders, known.fulfilments),
        *broken_disputes(known.orders, known.payments, known.holds, shop.disputes),
        *broken_conversations(shop.conversations),
        *(() if shop.unread.credits else broken_credit(shop.credits, _all_payments(shop))),
        *_credit_spent(known, shop),
        *_uses_counted(known, shop),
        *broken_promises(
            known.orders, known.returns, known.refunds, known.reservations, known.holds, known.payments
        ),
        *broken_refunds(known.orders, known.refunds, known.payments),
    ]


def late(shop: Snapshot, now: datetime) -> list[str]:
    """One sentence for each thing that somebody should have come for long ago."""
    known = _without(shop, shop.unread.order_ids)
    return list(hanging(known.orders, known.returns, known.refunds, known.due, known.untold_since, now))


def _without(shop: Snapshot, doubted: Set[str]) -> Snapshot:
    """What there is of other orders than these. An order that cannot be read is not one that is not there."""
    if not doubted:
        return shop
    return replace(
        shop,
        orders={key: one for key, one in shop.orders.items() if key not in doubted},
        payments={key: one for key, one in shop.payments.items() if key not in doubted},
        holds=[one for one in shop.holds if one.order_id not in doubted],
        reservations={key: one for key, one in shop.reservations.items() if key not in doubted},
        claims={owner: order for owner, order in shop.claims.items() if order not in doubted},
        returns=[one for one in shop.returns if one.order_id not in doubted],
        refunds=[one for one in shop.refunds if one.order_id not in doubted],
        fulfilments={key: one for key, one in shop.fulfilments.items() if key not in doubted},
    )


def _all_payments(shop: Snapshot) -> Iterable[Payment] | None:
    return None if shop.unread.order_ids else shop.payments.values()


def given_back_outside(shop: Snapshot) -> dict[str, int]:
    """What an operator stated to have given back by other ways than the provider, by order, in minor
    units."""
    return {
        order_id: sum(amounts.values()) for order_id, amounts in sorted(_outside(shop).items()) if amounts
    }


def _outside(shop: Snapshot) -> dict[str, dict[str, int]]:
    return {order_id: payment.outside for order_id, payment in shop.payments.items()}


def _settled_stray(shop: Snapshot, hold: Hold) -> bool:
    """A second charge for an order that was given back whole: neither taken for it nor refunded of it."""
    payment = shop.payments.get(hold.order_id)
    second = payment is not None and payment.hold_id not in (None, hold.hold_id)
    return second and hold.captured > 0 and not (hold.holds or hold.keeps)


def _charged_once(shop: Snapshot) -> Iterator[str]:
    charges: dict[str, list[Hold]] = defaultdict(list)
    for hold in shop.holds:
        payment = shop.payments.get(hold.order_id)
        settled = payment is not None and payment.given_back_outside(hold)
        if (hold.holds or hold.keeps) and not settled:
            charges[hold.order_id].append(hold)
    for order_id, live in charges.items():
        names = ", ".join(sorted(hold.hold_id for hold in live))
        order = shop.orders.get(order_id)
        if order is None:
            yield f"charge without an order: {names} (order {order_id or 'not named'})"
            continue
        if len(live) > 1:
            yield f"charged more than once: {order_id} by {names}"
        if order.status is Status.CANCELLED:
            yield f"charge for a cancelled order: {order_id} by {names}"
        for hold in live:
            if hold.amount != order.to_pay:
                yield (
                    f"charged another amount: {order_id} is {order.to_pay.amount},"
                    f" {hold.hold_id} {hold.amount.amount}"
                )


def _adds_up(shop: Snapshot) -> Iterator[str]:
    """Lines with their discounts and taxes, and delivery, come to what was agreed."""
    for order in shop.orders.values():
        lines = order.due(order.ordered)
        if lines != order.total:
            yield (
                f"does not add up: {order.order_id} is {order.total.amount},"
                f" what it is made of comes to {lines.amount}"
            )


def _given_back_once(shop: Snapshot) -> Iterator[str]:
    """What an operator stated to have given back by other ways is still kept by the provider."""
    for hold in shop.holds:
        payment = shop.payments.get(hold.order_id)
        if payment is None or payment.hold_id != hold.hold_id:
            continue
        outside = payment.outside.get(VOID, 0)
        if outside > hold.keeps:
            yield (
                f"given back twice: {outside} of {hold.order_id} by other ways,"
                f" and the provider keeps {hold.keeps} of {hold.captured} ({hold.hold_id})"
            )


def _stock_conserved(shop: Snapshot) -> Iterator[str]:
    received: Counter[str] = Counter()
    for shard in shop.shards:
        name = f"{shard.sku}#{shard.number}"
        received[shard.sku] += shard.received
        if shard.received != shard.available + shard.held + shard.sold:
            yield (
                f"stock not conserved: {name} received {shard.received}, is available {shard.available}"
                f" + held {shard.held} + sold {shard.sold}"
            )
        if min(shard.available, shard.held, shard.sold) < 0:
            yield f"oversold: {name} has a negative count"
    if shop.unread.receipts:
        return
    signed: Counter[str] = Counter()
    for receipt in shop.receipts:
        signed[receipt.sku] += receipt.quantity
    for sku in sorted(received.keys() | signed.keys()):
        if received[sku] != signed[sku]:
            yield f"stock without a receipt: {sku} received {received[sku]}, receipts say {signed[sku]}"


def _reservations_agree(shop: Snapshot) -> Iterator[str]:
    if shop.unread.holders:
        return
    held: Counter[tuple[str, int]] = Counter()
    sold: Counter[tuple[str, int]] = Counter()
    totals = {ReservationState.HELD: held, ReservationState.SOLD: sold}
    for reservation in shop.reservations.values():
        for units in reservation.units if reservation.state in totals else ():
            totals[reservation.state][units.sku, units.shard] += units.quantity
    for shard in shop.shards:
        key = (shard.sku, shard.number)
        if shard.held != held[key]:
            yield f"held without a holder: {shard.sku}#{shard.number} holds {shard.held}, orders {held[key]}"
        if shard.sold != sold[key]:
            yield f"sold without a buyer: {shard.sku}#{shard.number} sold {shard.sold}, orders {sold[key]}"


def _credit_spent(known: Snapshot, shop: Snapshot) -> Iterator[str]:
    if shop.unread.credits or shop.unread.holders:
        return
    yield from broken_spending(known.orders, known.payments, shop.reservations, shop.credits)


def _uses_counted(known: Snapshot, shop: Snapshot) -> Iterator[str]:
    if not shop.unread.uses:
        yield from broken_codes(known.orders, shop.reservations, shop.uses)


def _decided_orders_are_done(shop: Snapshot) -> Iterator[str]:
    back: dict[str, list[Return]] = defaultdict(list)
    for one in shop.returns:
        back[one.order_id].append(one)
    for order_id, order in shop.orders.items():
        reservation = shop.reservations.get(order_id)
        if order.status in CONFIRMED and not _sold(order, reservation, back.get(order_id, [])):
            yield f"confirmed without its goods: {order_id}"
        if order.status is Status.CANCELLED:
            yield from _left_behind(order_id, reservation, shop.payments.get(order_id))
    for order_id in sorted(shop.reservations.keys() - shop.orders.keys()):
        yield f"reservation without an order: {order_id}"
    for order_id in shop.claims.values():
        claimant = shop.orders.get(order_id)
        if claimant is None or not claimant.head.undecided:
            yield f"cart still claimed: by {order_id}, which is {claimant.status if claimant else 'unknown'}"


def _sold(order: Order, reservation: Reservation | None, returns: list[Return]) -> bool:
    """All that was ordered or, once completed, all that was delivered and is not on the shelf again."""
    out = taken(order.delivered, restocked(returns, reservation))
    lines = order.lines_of(out) if order.status in DELIVERED else order.lines
    if reservation is None or reservation.state is not ReservationState.SOLD:
        return False
    sold: Counter[str] = Counter()
    for units in reservation.units:
        sold[units.sku] += units.quantity
    return dict(sold) == wanted(lines) | units_of(order.uses)


def _left_behind(order_id: str, reservation: Reservation | None, payment: Payment | None) -> Iterator[str]:
    if reservation is None or reservation.state is not ReservationState.RELEASED:
        yield f"cancelled but not released: {order_id}"
    if payment is None or payment.state is not State.VOIDED:
        yield f"cancelled but not voided: {order_id}"

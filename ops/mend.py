"""Makes torn tables agree, once nobody else writes: each write is conditional, all of it may be repeated.

The rules are in ops/torn.py and ops/torn_stock.py; what is read for them, in ops/mend_plan.py.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.cart import store as carts
from functions.cart import writes as cart_writes
from functions.checkout.close_order import close_order
from functions.fulfilment import torn_store as torn_fulfilments
from functions.fulfilment import writes as fulfilment_writes
from functions.fulfilment.fulfilment import pack_by
from functions.inventory import torn_store as torn_shelves
from functions.order import changes, torn_store
from functions.order import store as orders
from functions.order import writes as order_writes
from functions.order.order import GIVEN_UP, Order, Reason, Status
from functions.payment import store as payments
from functions.payment import torn_store as torn_payments
from functions.payment.payment import State
from functions.payment.void_payment import void_payment
from functions.shared import clock, patience
from functions.shared.items import Aside
from functions.shared.table import transact, write
from ops import torn
from ops.mend_plan import Plan
from ops.torn import Fate
from ops.torn_stock import counted, miscounted

WHY = "fail-over"
RECENT = timedelta(hours=1)


@dataclass
class Mended:
    """What was done, orders by id. `lost` were never whole here; `put_back` stand where their unbroken log
    ends; of `paid_unrecorded` only the provider knew that they are paid. `counted_anew`: by SKU, by how many
    units the receipts were corrected."""

    lost: list[str] = field(default_factory=list)
    put_back: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    going_on: list[str] = field(default_factory=list)
    paid_unrecorded: list[str] = field(default_factory=list)
    units_corrected: list[str] = field(default_factory=list)
    counted_anew: dict[str, int] = field(default_factory=dict)
    carts_freed: int = 0
    carts_claimed: int = 0
    unreadable: Aside = field(default_factory=dict)


def mend(plan: Plan, signed_by: str) -> Mended:
    """Raises ConditionRefused where somebody else writes all the same, ProviderUnavailable."""
    done = Mended(unreadable=plan.unreadable)
    _align(plan, done)
    for order in list(plan.orders.values()):
        _record_payment(plan, order, done)
        _send_on(plan, order, done)
    _shelve(plan, signed_by, done)
    _free_carts(plan, done)
    _claim_carts(plan, done)
    _end(plan, done)
    return done


def _align(plan: Plan, done: Mended) -> None:
    """Each order stands where its events say. What is lost is taken away, so that its customer may order
    again under the same key."""
    now = clock.timestamp(clock.now())
    for order_id, found in plan.aligned.items():
        was = plan.torn[order_id].order
        if was is not None and was.head != found.order.head:
            torn_store.set_head(found.order, was.head, now)
        if found.first_lost:
            torn_store.put_first_event(found.order)
        torn_store.drop_events(order_id, found.dropped)
        done.put_back.append(order_id)
    for one in plan.lost:
        torn_store.drop_items(one.order_id, one.others)
        torn_store.drop_events(one.order_id, [event.number for event in one.events])
        done.lost.append(one.order_id)


def _record_payment(plan: Plan, order: Order, done: Mended) -> None:
    payment = plan.payments.get(order.order_id)
    hold = torn.unrecorded(order, payment, plan.holds.get(order.order_id, []))
    if hold is not None:
        torn_payments.record(hold, payment)
        done.paid_unrecorded.append(order.order_id)
    elif torn.nothing_recorded(order, payment):
        payments.need_nothing(order.order_id)


def _send_on(plan: Plan, order: Order, done: Mended) -> None:
    """On, or behind its fence."""
    found = plan.fates[order.order_id]
    if order.order_id in plan.out_of_stock:
        _give_up(plan, order, Reason.OUT_OF_STOCK)
    elif found is Fate.CANCELLED and order.status is not Status.CANCELLING:
        _give_up(plan, order, Reason.CHECKOUT_FAILED)
    elif found is Fate.GOES_ON:
        _let_go_on(plan, order)
        done.going_on.append(order.order_id)


def _let_go_on(plan: Plan, order: Order) -> None:
    """Its execution was the lost region's: it is given the number of its next, and is due at once."""
    order_id, now = order.order_id, clock.now()
    scheduled = plan.fulfilment(order_id).pack_by is not None
    if order.status is not Status.FULFILLING and scheduled:
        torn_fulfilments.forget_schedule(order_id)
    if order.status is Status.FULFILLING and not scheduled:
        latest = pack_by(now, patience.span(patience.PACKING), None, patience.span(patience.HOLD_MARGIN))
        write(fulfilment_writes.schedule(order_id, clock.timestamp(latest)))
    orders.begin_run(order.head, clock.timestamp(now))


def _give_up(plan: Plan, order: Order, reason: Reason) -> None:
    """Behind its fence from wherever it stands; `_shelve` gives back what it holds, `_end` the money."""
    order_id, now = order.order_id, clock.now()
    steps = [changes.begin_fulfilling(order.head, now)] if order.status is Status.CONFIRMED else []
    steps.append(changes.begin_cancelling(steps[-1].after if steps else order.head, reason, now))
    at = clock.timestamp(now)
    decided = []
    if order.confirmed_at is not None:
        decided = fulfilment_writes.abandon(order_id, plan.fulfilment(order_id).outcome, reason, at)
    transact([*order_writes.advance_through(steps, due_at=at), *decided])
    plan.orders[order_id] = orders.load(order_id)


def _shelve(plan: Plan, signed_by: str, done: Mended) -> None:
    """Reservations follow their orders, shards follow reservations."""
    wanted = plan.kept(plan.orders)
    for order_id in sorted(plan.reservations.keys() - plan.orders.keys() - plan.unreadable.keys()):
        torn_shelves.drop_reservation(order_id)
        done.units_corrected.append(order_id)
    for order_id, one in wanted.items():
        if one != plan.reservations.get(order_id):
            torn_shelves.put_reservation(one, plan.reservations.get(order_id))
            done.units_corrected.append(order_id)
    for uses, seen_uses in miscounted(wanted.values(), plan.uses):
        torn_shelves.recount_uses(uses, seen_uses)
    now = clock.timestamp(clock.now())
    for sku, shelf in counted(plan.shards, wanted.values(), plan.receipts).items():
        if shelf.changed:
            seen = [one for one in plan.shards if one.sku == sku]
            torn_shelves.recount(shelf.shards, seen, shelf.correction, signed_by, now)
            done.counted_anew[sku] = shelf.correction


def _free_carts(plan: Plan, done: Mended) -> None:
    """Whoever's order is decided, or lost, gets the cart back."""
    now = clock.now()
    for owner, order_id in list(carts.claims(plan.unreadable)):
        order = plan.orders.get(order_id)
        if order_id in plan.unreadable or (order is not None and order.head.undecided):
            continue
        bought = order is not None and order.status not in GIVEN_UP
        write((cart_writes.empty if bought else cart_writes.unlock)(owner, order_id, now))
        done.carts_freed += 1


def _claim_carts(plan: Plan, done: Mended) -> None:
    """A cart that is older here than its order: the order takes it, as it did, and whoever's order stands
    finds it empty, as before. An hour is longer than replication ever is behind."""
    newest = max((order.placed_at for order in plan.orders.values()), default="")
    now = clock.now()
    for order in plan.orders.values():
        if order.status in GIVEN_UP or order.placed_at < _before(newest):
            continue
        cart, seen = carts.load(order.owner, now), carts.trace(order.owner)
        if not cart.lines or cart.checkout is not None or seen.paid_at >= order.placed_at:
            continue
        write(cart_writes.claim(order.owner, cart.version, order.order_id, now))
        if not order.head.undecided:
            write(cart_writes.empty(order.owner, order.order_id, now))
        done.carts_claimed += 1


def _before(newest: str) -> str:
    return clock.timestamp(datetime.fromisoformat(newest) - RECENT)


def _end(plan: Plan, done: Mended) -> None:
    """Whoever is behind a fence is cancelled now; what is recorded of the money says that it went back."""
    for order_id, order in plan.orders.items():
        if order.status not in GIVEN_UP:
            continue
        payment = plan.payments.get(order_id)
        if order.status is Status.CANCELLING or payment is None or payment.state is not State.VOIDED:
            void_payment(order_id, WHY)
        if order.status is Status.CANCELLING:
            close_order(order_id)
            done.cancelled.append(order_id)

"""The promises, checked on what is really there: the provider's own intents, the stock, the carts.

Holds for a world at rest: whoever is undecided must be named, and is then left out.
"""

from collections import Counter
from collections.abc import Iterator, Set
from typing import Any

from functions.inventory import store as inventory
from functions.inventory.stock import ReservationState
from functions.order import store as orders
from functions.order.order import Order, Status
from functions.payment import store as payments
from functions.shared.clock import now
from functions.cart import store as carts

Intent = dict[str, Any]


def violations(intents: list[Intent], undecided: Set[str] = frozenset()) -> list[str]:
    found = list(orders.load_all())
    return [
        *_unfinished(found, undecided),
        *_money(found, intents, undecided),
        *_stock(found, undecided),
        *_carts(found, undecided),
    ]


def held(intent: Intent) -> int:
    """What the customer is out of: held on the card, or captured and not given back; minor units."""
    charge = intent["latest_charge"]
    refunded = charge["amount_refunded"] if charge else 0
    kept: int = intent["amount_capturable"] + intent["amount_received"] - refunded
    return kept


def _unfinished(found: list[Order], undecided: Set[str]) -> Iterator[str]:
    for order in found:
        if order.head.undecided != (order.order_id in undecided):
            yield f"{order.order_id} is {order.status}"


def _money(found: list[Order], intents: list[Intent], undecided: Set[str]) -> Iterator[str]:
    totals = {order.order_id: order.total.amount for order in found if order.status is Status.CONFIRMED}
    paid: Counter[str] = Counter()
    for intent in intents:
        order_id = intent["metadata"].get("order_id", "none")
        paid[order_id] += held(intent)
        known = payments.load(order_id)
        recorded = known is not None and known.intent_id == intent["id"]
        cancelled = order_id not in totals and order_id not in undecided
        if cancelled and recorded and intent["status"] not in ("canceled", "succeeded"):
            yield f"{intent['id']} of {order_id} is {intent['status']}: it can still be confirmed"
    for order_id in {*totals, *paid} - undecided:
        if paid[order_id] != totals.get(order_id, 0):
            yield f"{order_id}: {paid[order_id]} held, {totals.get(order_id, 0)} due"


def _stock(found: list[Order], undecided: Set[str]) -> Iterator[str]:
    shards, reservations, _ = inventory.load_all()
    held_units: Counter[str] = Counter()
    for reservation in reservations:
        if reservation.state is ReservationState.HELD:
            if reservation.order_id not in undecided:
                yield f"{reservation.order_id} is decided and still holds units"
            held_units.update({one.sku: one.quantity for one in reservation.units})
    sold: Counter[str] = Counter()
    for order in found:
        if order.status is Status.CONFIRMED:
            for line in order.lines:
                sold[line["sku"]] += line["quantity"]
    for sku in sorted({shard.sku for shard in shards}):
        mine = [shard for shard in shards if shard.sku == sku]
        for shard in mine:
            if shard.received != shard.available + shard.held + shard.sold or shard.available < 0:
                yield f"stock does not add up: {shard}"
        if sum(shard.held for shard in mine) != held_units[sku]:
            yield f"{sku}: shards hold {sum(shard.held for shard in mine)}, orders {held_units[sku]}"
        if sum(shard.sold for shard in mine) != sold[sku]:
            yield f"{sku}: shards sold {sum(shard.sold for shard in mine)}, orders {sold[sku]}"


def _carts(found: list[Order], undecided: Set[str]) -> Iterator[str]:
    for order in found:
        cart = carts.load(order.owner, now())
        if order.order_id not in undecided and cart.checkout == order.order_id:
            yield f"the cart of {order.order_id} is still claimed by it"
        if order.status is Status.CONFIRMED and cart.lines:
            yield f"the cart of {order.order_id} was not emptied"
        if order.status is Status.CANCELLED and not cart.lines:
            yield f"the cart of {order.order_id} was not given back"

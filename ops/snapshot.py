"""Read a whole shop: its tables by scan, its payments from the provider's own list."""

from collections.abc import Iterator
from dataclasses import replace

from functions.cart import store as carts
from functions.conversation import whole_store
from functions.credit import whole_store as credit
from functions.fulfilment import store as fulfilments
from functions.inventory import store as stock
from functions.order import store as orders
from functions.payment import store as payments
from functions.payment.disputes import standing
from functions.payment.provider import provider
from functions.refunds import store as amounts
from functions.returns import store as returns
from functions.shared.money import shop_currency
from ops.doubt import Unread
from ops.promises import Receipt, Snapshot
from ops.promises_of_progress import untold


def read_snapshot() -> Snapshot:
    unread = Unread()
    holds = list(provider.list_holds())
    shards, reservations, receipts, counts = stock.load_all(unread.stock)
    shop = Snapshot(
        orders={order.order_id: order for order in orders.load_all(unread.orders)},
        payments={payment.order_id: payment for payment in payments.load_all(unread.payments)},
        holds=holds,
        shards=shards,
        reservations={reservation.order_id: reservation for reservation in reservations},
        receipts=[Receipt(item["sku"], item["quantity"]) for item in receipts],
        uses=counts,
        claims=dict(carts.claims(unread.carts)),
        returns=list(returns.load_all(unread.returns)),
        refunds=list(amounts.load_all(unread.refunds)),
        minimum=provider.limits(shop_currency()).minimum,
        fulfilments={one.order_id: one for one in fulfilments.load_all(unread.fulfilments)},
        due=dict(orders.due_times()),
        conversations=list(whole_store.load_all(unread.conversations)),
        credits=credit.load_all(unread.credits),
        disputes={
            one.hold_id: standing(provider.list_disputes(one.hold_id)) for one in holds if one.disputed
        },
        unread=unread,
    )
    return replace(shop, untold_since=dict(_ended(untold(shop.orders, shop.fulfilments))))


def _ended(order_ids: list[str]) -> Iterator[tuple[str, str]]:
    """When these orders came to their ends, by their logs. They are few: those of the last seconds."""
    for order_id in order_ids:
        _, events = orders.load_log(order_id, {})
        yield order_id, max((event.at for event in events), default="")

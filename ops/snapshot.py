"""Read a whole shop: its tables by scan, its payments from the provider's own list."""

from functions.cart import store as carts
from functions.inventory import store as stock
from functions.order import store as orders
from functions.payment import store as payments
from functions.payment.provider import provider
from functions.returns import store as returns
from functions.shared.money import CURRENCY
from ops.doubt import Unread
from ops.promises import Receipt, Snapshot


def read_snapshot() -> Snapshot:
    unread = Unread()
    shards, reservations, receipts = stock.load_all(unread.stock)
    return Snapshot(
        orders={order.order_id: order for order in orders.load_all(unread.orders)},
        payments={payment.order_id: payment for payment in payments.load_all(unread.payments)},
        holds=list(provider.list_holds()),
        shards=shards,
        reservations={reservation.order_id: reservation for reservation in reservations},
        receipts=[Receipt(item["sku"], item["quantity"]) for item in receipts],
        claims=dict(carts.claims(unread.carts)),
        returns=list(returns.load_all(unread.returns)),
        minimum=provider.limits(CURRENCY).minimum,
        unread=unread,
    )

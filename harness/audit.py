"""The promises (ops/promises.py) held against a world at rest, and what only a world at rest can be asked:
that nobody is undecided, that a cancelled payment cannot come alive again, that carts are as promised.
"""

from collections.abc import Iterator, Set

from functions.cart import store as carts
from functions.order.order import Status
from functions.payment.hold import Hold, HoldStatus
from functions.shared import clock
from ops.promises import Snapshot
from ops.promises import violations as broken_promises
from ops.snapshot import read_snapshot


def violations(undecided: Set[str] = frozenset()) -> list[str]:
    """`undecided` are the orders that are expected to be on their way still."""
    shop = read_snapshot()
    return [*broken_promises(shop), *_at_rest(shop, undecided)]


def money(hold: Hold) -> int:
    """What the customer is out of, in minor units."""
    return hold.holds + hold.keeps


def _at_rest(shop: Snapshot, undecided: Set[str]) -> Iterator[str]:
    for order in shop.orders.values():
        on_its_way = order.head.undecided or order.status is Status.FULFILLING
        if on_its_way != (order.order_id in undecided):
            yield f"{order.order_id} is {order.status}"
    yield from _carts(shop)
    if not undecided:
        yield from (f"{one.sku} still holds {one.held}" for one in shop.shards if one.held)
    yield from _revivable(shop)


def _revivable(shop: Snapshot) -> Iterator[str]:
    """A recorded hold has a client secret somewhere: unless it is cancelled, it can be confirmed."""
    recorded = {payment.hold_id: payment.order_id for payment in shop.payments.values()}
    for hold in shop.holds:
        order = shop.orders.get(recorded.get(hold.hold_id, ""))
        cancelled = order is not None and order.status is Status.CANCELLED
        if cancelled and hold.status not in (HoldStatus.GONE, HoldStatus.TAKEN):
            yield f"{hold.hold_id} is {hold.status}: it can still be confirmed"


def _carts(shop: Snapshot) -> Iterator[str]:
    """A customer who bought has an empty cart; one whose every order was cancelled has it back as it was,
    unless the customer was erased."""
    bought: dict[str, set[bool]] = {}
    for order in shop.orders.values():
        if not order.head.undecided and order.erased is None:
            bought.setdefault(order.owner, set()).add(order.confirmed_at is not None)
    for owner, seen in bought.items():
        cart = carts.load(owner, clock.now())
        if True in seen and cart.lines:
            yield f"the cart of {owner} was not emptied"
        if seen == {False} and not cart.lines:
            yield f"the cart of {owner} was not given back"

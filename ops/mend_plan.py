"""What there is in torn tables, and what is to become of each order: read before anything is written."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.fulfilment import store as fulfilments
from functions.fulfilment.fulfilment import Fulfilment
from functions.inventory import store as stock
from functions.inventory.stock import Reservation, Shard
from functions.inventory.uses import CustomerCount
from functions.order import torn_store
from functions.order.order import Order, Status
from functions.order.torn_store import Torn
from functions.payment import store as payments
from functions.payment.hold import Hold
from functions.payment.payment import Payment
from functions.payment.provider import provider
from functions.returns import store as returns
from functions.returns.returns import Return
from functions.shared.items import Aside
from ops import torn
from ops.promises_of_returns import restocked
from ops.torn import Aligned, Fate
from ops.torn_stock import giving_way, on_the_books


@dataclass
class Plan:
    """A shop as it was read. `orders` stand where their events say; `aligned` and `torn` tell of those that
    did not; `lost` have no head; `out_of_stock` give way to others; `receipts` are units by SKU."""

    orders: dict[str, Order] = field(default_factory=dict)
    torn: dict[str, Torn] = field(default_factory=dict)
    aligned: dict[str, Aligned] = field(default_factory=dict)
    lost: list[Torn] = field(default_factory=list)
    fates: dict[str, Fate] = field(default_factory=dict)
    out_of_stock: list[str] = field(default_factory=list)
    holds: dict[str, list[Hold]] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    fulfilments: dict[str, Fulfilment] = field(default_factory=dict)
    reservations: dict[str, Reservation] = field(default_factory=dict)
    returns: dict[str, list[Return]] = field(default_factory=dict)
    shards: list[Shard] = field(default_factory=list)
    receipts: dict[str, int] = field(default_factory=dict)
    uses: list[CustomerCount] = field(default_factory=list)
    unreadable: Aside = field(default_factory=dict)

    @property
    def given_up(self) -> list[str]:
        """Orders that customers believe they have, and will not get."""
        ended = [
            order_id
            for order_id, fate in self.fates.items()
            if fate is Fate.CANCELLED and self.orders[order_id].status is not Status.CANCELLING
        ]
        return sorted({*ended, *self.out_of_stock, *(one.order_id for one in self.lost)})

    def fulfilment(self, order_id: str) -> Fulfilment:
        return self.fulfilments.get(order_id) or Fulfilment(order_id)

    def kept(self, orders: Mapping[str, Order]) -> dict[str, Reservation]:
        """What orders hold by where these say they stand; none where nothing is held yet."""
        first = {one.sku: one.number for one in sorted(self.shards, key=lambda one: -one.number)}
        found: dict[str, Reservation] = {}
        for order_id, order in orders.items():
            there = self.reservations.get(order_id)
            if there is not None or order.status is not Status.PENDING:
                back = restocked(self.returns.get(order_id, []), there)
                found[order_id] = torn.kept(order, there, back, first)
        return found


def read_plan() -> Plan:
    """By scans and the provider's whole list. Raises ProviderUnavailable."""
    plan = Plan()
    _read_orders(plan)
    _read_beside(plan)
    for order_id, order in plan.orders.items():
        plan.fates[order_id] = torn.fate(order, plan.payments.get(order_id), plan.holds.get(order_id, []))
    standing = {
        order_id: order
        for order_id, order in plan.orders.items()
        if plan.fates[order_id] is not Fate.CANCELLED
    }
    books = on_the_books(plan.shards, plan.receipts)
    plan.out_of_stock = giving_way(standing, plan.kept(standing), books)
    return plan


def _read_orders(plan: Plan) -> None:
    for one in torn_store.load_all(plan.unreadable):
        if one.order is None:
            plan.lost.append(one)
            continue
        found = torn.aligned(one.order, one.events)
        plan.orders[one.order_id] = found.order
        if found.dropped or found.first_lost or found.order.head != one.order.head:
            plan.torn[one.order_id] = one
            plan.aligned[one.order_id] = found


def _read_beside(plan: Plan) -> None:
    holds = defaultdict(list)
    for hold in provider.list_holds():
        holds[hold.order_id].append(hold)
    plan.holds = dict(holds)
    plan.payments = {one.order_id: one for one in payments.load_all(plan.unreadable)}
    plan.fulfilments = {one.order_id: one for one in fulfilments.load_all(plan.unreadable)}
    back = defaultdict(list)
    for return_ in returns.load_all(plan.unreadable):
        back[return_.order_id].append(return_)
    plan.returns = dict(back)
    plan.shards, reservations, receipts, plan.uses = stock.load_all(plan.unreadable)
    plan.reservations = {one.order_id: one for one in reservations}
    signed: Counter[str] = Counter()
    for receipt in receipts:
        signed[receipt["sku"]] += receipt["quantity"]
    plan.receipts = dict(signed)

"""Real items of real orders, made once by the shipped handlers, that numbered orders are copies of."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.growth.numbered import CANCELLED, COMPLETED, FULFILLING
from functions.order import store as orders
from functions.order.order import Order
from harness.customers import DECLINED_CARD
from harness.simulator.dynamodb import Key
from harness.simulator.simulator import Simulator
from harness.simulator.values import Item

Samples = dict[str, dict[Key, Item]]
"""By table name: the items of one order, by their keys."""


@dataclass(frozen=True)
class Sample:
    """An order, and everything that is kept because of it."""

    order: Order
    items: Samples


def take_samples(shop: Simulator) -> dict[str, Sample]:
    """By what became of the order. The shop is as empty afterwards as it was."""
    stories: dict[str, Callable[[Simulator], str]] = {
        COMPLETED: _completed,
        CANCELLED: _cancelled,
        FULFILLING: lambda shop: shop.offered()[0],
    }
    return {name: _sample(shop, story) for name, story in stories.items()}


def _sample(shop: Simulator, story: Callable[[Simulator], str]) -> Sample:
    shop.reset()
    shop.sells()
    before = shop.cloud.tables.snapshot()
    order_id = story(shop)
    shop.relays()
    items: Samples = defaultdict(dict)
    for table, key, item in _added(before, shop.cloud.tables.snapshot()):
        items[table][key] = item
    order = orders.load(order_id)
    shop.reset()
    return Sample(order, dict(items))


def _completed(shop: Simulator) -> str:
    return shop.delivered_order().order_id


def _cancelled(shop: Simulator) -> str:
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_rest()
    return order_id


def _added(
    before: dict[str, dict[Key, Item]], after: dict[str, dict[Key, Item]]
) -> Iterator[tuple[str, Key, Item]]:
    """What was there before (products, counts of stock) is the shop's and no order's."""
    for table, items in after.items():
        for key, item in items.items():
            if key not in before[table]:
                yield table, key, item

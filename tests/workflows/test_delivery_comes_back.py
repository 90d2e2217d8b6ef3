"""The price of standard delivery comes back with all that was delivered, announced within fourteen days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.catalog import store as catalog
from functions.order import store as orders
from functions.order.history import replay
from functions.order.order import Order
from functions.pricing import store
from functions.pricing.shop import Method, Shop
from harness.actors import accepts
from harness.moto.world import PRICE, SKU, World
from harness.prices import COURIER, PRICES
from ops.audit import audit

EXPRESS = Method("express", "Express", 1190, frozenset({"IT"}))
PICKUP = Method("pickup", "Pickup", 0, pickup=True)
IN_TIME = timedelta(days=13, hours=23)
UNIT = PRICE + 275  # 22 % of 1250
STANDARD = 490 + 108  # 22 % of it: 107.8


@pytest.fixture
def prices(shop: World) -> Iterator[None]:
    load(shop, replace(PRICES, delivery=(PICKUP, COURIER, EXPRESS)))
    yield
    catalog._cache.cache_clear()


pytestmark = pytest.mark.usefixtures("prices")


def load(shop: World, prices: Shop) -> None:
    store.replace(prices, store.revision())
    catalog._cache.cache_clear()


def bought(shop: World, method: str = COURIER.method, units: int = 2) -> Order:
    """So many units, delivered so."""
    owner = shop.fills_cart({SKU: units})
    wanted = {"method": method, "country": "IT"}
    cart = shop.api("PUT", "/cart/delivery", wanted, owner=owner).json
    order_id = shop.checkout(owner, total=cart["total"]["amount"]).json["order_id"]
    shop.run_to_rest()
    shop.relays()
    shop.run_to_rest()
    shop.packs(shop.offer())
    return shop.order(order_id)


def returned(shop: World, order: Order, return_id: str) -> dict[str, Any]:
    """A return as the customer is shown it."""
    listed = shop.api("GET", f"/orders/{order.order_id}/returns", owner=order.owner).json["returns"]
    (found,) = [one for one in listed if one["return_id"] == return_id]
    return dict(found)


def takes_back(shop: World, return_id: str) -> None:
    """Others of its order may still be waited for."""
    accepts(return_id)
    shop.run_to_rest()


def given_back(shop: World, order: Order) -> int:
    return shop.hold(order.order_id).refunded


def test_who_returns_everything_has_the_price_of_delivery_back(shop: World) -> None:
    order = bought(shop)
    return_id = shop.requested(order, {SKU: 2})
    asked = returned(shop, order, return_id)
    assert (asked["estimate"]["amount"], asked["delivery"]) == (2 * UNIT + STANDARD, None)
    takes_back(shop, return_id)
    found = returned(shop, order, return_id)
    assert [found[name]["amount"] for name in ("amount", "delivery", "refund")] == [
        2 * UNIT + STANDARD,
        STANDARD,
        2 * UNIT + STANDARD,
    ]
    assert given_back(shop, order) == order.charged == 2 * UNIT + STANDARD
    assert audit()["violations"] == []


def test_who_keeps_something_pays_for_its_delivery(shop: World) -> None:
    order = bought(shop)
    takes_back(shop, shop.requested(order, {SKU: 1}))
    assert given_back(shop, order) == UNIT


def test_it_comes_back_with_the_last_of_what_comes_back_in_parts(shop: World) -> None:
    order = bought(shop)
    first, second = (shop.requested(shop.order(order.order_id), {SKU: 1}) for _ in range(2))
    assert returned(shop, order, second)["estimate"]["amount"] == UNIT + STANDARD
    for return_id, amount in ((second, UNIT), (first, UNIT + STANDARD)):
        takes_back(shop, return_id)
        assert returned(shop, order, return_id)["amount"]["amount"] == amount
    assert audit()["violations"] == []


def test_of_a_dearer_delivery_as_much_comes_back_as_the_standard_one_cost(shop: World) -> None:
    order = bought(shop, EXPRESS.method)
    takes_back(shop, shop.requested(order, {SKU: 2}))
    assert given_back(shop, order) == 2 * UNIT + STANDARD
    assert order.charged == 2 * UNIT + 1190 + 262  # 261.8


def test_where_the_standard_one_was_free_the_dearer_one_stays_with_the_shop(shop: World) -> None:
    load(shop, replace(PRICES, delivery=(replace(COURIER, free_from=2500), EXPRESS)))
    order = bought(shop, EXPRESS.method)
    takes_back(shop, shop.requested(order, {SKU: 2}))
    assert given_back(shop, order) == 2 * UNIT


def test_what_it_cost_is_what_it_cost_then(shop: World) -> None:
    order = bought(shop)
    load(shop, replace(PRICES, delivery=(replace(COURIER, price=100),)))
    takes_back(shop, shop.requested(order, {SKU: 2}))
    assert given_back(shop, order) == 2 * UNIT + STANDARD


def test_what_is_announced_on_the_last_day_is_in_time_however_long_it_travels(shop: World) -> None:
    order = bought(shop)
    shop.time_passes(IN_TIME.total_seconds())
    return_id = shop.requested(order, {SKU: 2})
    shop.time_passes(timedelta(days=5).total_seconds())
    takes_back(shop, return_id)
    assert given_back(shop, order) == 2 * UNIT + STANDARD


def test_afterwards_an_operator_decides(shop: World) -> None:
    order = bought(shop)
    shop.time_passes(timedelta(days=14, minutes=1).total_seconds())
    return_id = shop.requested(order, {SKU: 2})
    assert returned(shop, order, return_id)["estimate"]["amount"] == 2 * UNIT
    takes_back(shop, return_id)
    assert (given_back(shop, order), returned(shop, order, return_id)["delivery"]) == (2 * UNIT, None)
    assert audit()["violations"] == []


def test_one_unit_that_is_late_keeps_it_whichever_is_accepted_last(shop: World) -> None:
    order = bought(shop)
    early = shop.requested(order, {SKU: 1})
    shop.time_passes(timedelta(days=15).total_seconds())
    late = shop.requested(shop.order(order.order_id), {SKU: 1})
    takes_back(shop, late)
    takes_back(shop, early)
    assert given_back(shop, order) == 2 * UNIT
    found, events = orders.load_with_events(order.order_id)
    assert found.accepted_late
    assert replay(found, events) == found


def test_what_an_inspector_declines_keeps_it_until_that_comes_back_too(shop: World) -> None:
    order = bought(shop)
    first = shop.requested(order, {SKU: 2})
    accepts(first, lines={SKU: 1})
    shop.run_to_rest()
    assert given_back(shop, order) == UNIT
    takes_back(shop, shop.requested(shop.order(order.order_id), {SKU: 1}))
    assert given_back(shop, order) == 2 * UNIT + STANDARD


def test_who_picked_up_has_nothing_more_to_come_back(shop: World) -> None:
    order = bought(shop, PICKUP.method)
    takes_back(shop, shop.requested(order, {SKU: 2}))
    assert given_back(shop, order) == order.charged == 2 * UNIT

"""Orders from before it was said what was charged and refunded: shown, summed and audited like any."""

from datetime import date
from typing import Any

import pytest

from functions.order import store as orders
from functions.order.order import Order
from functions.relay.rebuild_views import rebuild_views
from functions.shared.items import Aside
from functions.shared.table import query, scan
from harness.actors import accepts
from harness.items import puts
from harness.moto.world import PRICE, SKU, World
from ops.sales import sales

MONEY = ("charged", "refunded")


def without_money(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in MONEY}


def grow_old(order_id: str) -> None:
    """The order as an earlier version left it: log, head and row."""
    for item in list(query("ORDERS_TABLE", "#order_id = :id", {"id": order_id})):
        if item["item"] == "head":
            puts("ORDERS_TABLE", without_money(item))
        elif item["item"].startswith("event#"):
            puts("ORDERS_TABLE", item | {"schema_version": 2, "data": without_money(item["data"])})
    for row in list(scan("ORDER_VIEWS_TABLE")):
        puts("ORDER_VIEWS_TABLE", without_money(row))


@pytest.fixture
def old(shop: World) -> Order:
    """Two of three units were delivered, one came back."""
    order = shop.delivered_order(3, delivered=2)
    accepts(shop.requested(order))
    shop.run_to_end()
    shop.relays()
    grow_old(order.order_id)
    return order


def shown(order: dict[str, Any]) -> tuple[int, int]:
    return order["charged"]["amount"], order["refunded"]["amount"]


def test_an_older_order_shows_what_it_was_charged_and_refunded(shop: World, old: Order) -> None:
    order = shop.api("GET", f"/orders/{old.order_id}", owner=old.owner).json
    (listed,) = shop.api("GET", "/orders", owner=old.owner).json["orders"]

    assert shown(order) == shown(listed) == (2 * PRICE, PRICE)
    assert order["lines"][0]["returned"] == 1
    (read,) = orders.load_all()
    assert (read.charged, read.refunded) == (2 * PRICE, PRICE)
    assert shop.violations() == []


def test_the_next_return_of_an_older_order_counts_on_from_its_log(shop: World, old: Order) -> None:
    accepts(shop.requested(shop.order(old.order_id), {SKU: 1}, "second"))
    shop.run_to_end()

    assert shop.order(old.order_id).refunded == 2 * PRICE
    assert shop.outcome(old.order_id) == ("RETURNED", None)
    assert shop.violations() == []


def test_sales_leave_an_older_row_out_by_name_until_it_is_made_anew(shop: World, old: Order) -> None:
    day = date.fromisoformat((shop.order(old.order_id).confirmed_at or "")[:10])
    before = sales(day, day)
    assert (before["orders"], [one["id"] for one in before["unreadable"]]) == (0, [old.order_id])

    assert rebuild_views().written == 1

    after = sales(day, day)
    assert "unreadable" not in after
    amounts = [after[name]["amount"] for name in ("ordered", "charged", "refunded")]
    assert amounts == [3 * PRICE, 2 * PRICE, PRICE]
    assert rebuild_views().written == 0


def test_an_older_order_whose_log_makes_no_sense_is_set_aside(shop: World, old: Order) -> None:
    events = query("ORDERS_TABLE", "#order_id = :id", {"id": old.order_id})
    event = next(item for item in events if item["item"] == "event#000002")
    puts("ORDERS_TABLE", event | {"type": "OrderEaten"})
    aside: Aside = {}

    assert list(orders.load_all(aside)) == []
    assert "BrokenLog" in aside[old.order_id]
    puts("ORDERS_TABLE", event)

"""Lists, sums, rows and events of many: one that cannot be read is named or counted, the others are there."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from functions.inventory import store as inventory
from functions.order import store as order_store
from functions.order import views_store
from functions.order.order import Status
from functions.order.view import view_of
from functions.relay.rebuild_views import rebuild_views
from functions.relay.replay_events import Replayed, replay_events
from functions.shared import items, table
from functions.shared.items import Aside, Unreadable
from functions.shared.table import scan
from functions.storefront import list_orders as listing
from harness.items import MISSING, breaks, item_of, puts
from harness.stream import records
from ops.list_orders import list_orders
from ops.sales import sales
from tests.handlers import saga
from tests.handlers.bus import Bus
from tests.handlers.shop import Shop
from tests.handlers.stream import deliver
from tests.handlers.test_order_list import page, pages, rows

EVER = [("", "9")]
ROW = ("lines", "order_id", "placed_at", "status", "total", "version")


pytestmark = pytest.mark.usefixtures("bus")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(listing, "count", names.append)
    return names


def breaks_head(order_id: str, attribute: str, value: Any = MISSING) -> None:
    breaks("ORDERS_TABLE", {"order_id": order_id, "item": "head"}, attribute, value)


def breaks_row(order_id: str, attribute: str, value: Any = MISSING) -> None:
    row = row_of(order_id)
    breaks("ORDER_VIEWS_TABLE", {name: row[name] for name in ("owner", "placed")}, attribute, value)


def saves_row(order_id: str) -> None:
    views_store.save(view_of(order_store.load(order_id)))


def row_of(order_id: str) -> dict[str, Any]:
    return next(row for row in scan("ORDER_VIEWS_TABLE") if row["placed"].endswith(order_id))


@pytest.mark.parametrize("value", [MISSING, Decimal("1.5")])
@pytest.mark.parametrize("attribute", ROW)
def test_an_order_whose_row_cannot_be_read_is_listed_as_it_stands(
    shop: Shop, counted: list[str], attribute: str, value: Any
) -> None:
    order_id = shop.buys("own_ada")
    saves_row(order_id)
    before = page(shop).body
    breaks_row(order_id, attribute, value)
    assert page(shop).body == before
    assert counted == []


def test_a_row_that_stands_for_nothing_readable_is_left_out_and_pages_go_on(
    shop: Shop, counted: list[str]
) -> None:
    placed = rows("own_ada", 7)
    for order_id in (placed[2], placed[3]):
        breaks_row(order_id, "lines")
    listed = list(pages(shop, "own_ada", 2))
    assert listed == [placed[:2], [], placed[4:6], placed[6:]]
    assert counted == ["OrdersNotListed"] * 2


def test_an_undecided_order_that_cannot_be_read_is_listed_by_its_row(shop: Shop, counted: list[str]) -> None:
    order_id = shop.buys("own_ada")
    saves_row(order_id)
    breaks_head(order_id, "run")
    (listed,) = page(shop).body["orders"]
    assert (listed["order_id"], listed["status"]) == (order_id, "PENDING")
    assert counted == ["OrdersNotListed"]


def test_an_undecided_order_whose_payment_cannot_be_read_is_listed(shop: Shop, counted: list[str]) -> None:
    order_id = shop.buys("own_ada")
    saves_row(order_id)
    puts("PAYMENTS_TABLE", {"order_id": order_id, "state": "EATEN"})
    (listed,) = page(shop).body["orders"]
    assert (listed["order_id"], listed["next_action"]) == (order_id, None)
    assert counted == ["OrdersNotListed"]


def test_sales_sum_what_can_be_read_and_name_the_rest(shop: Shop) -> None:
    shop.stock("water", 10)
    both = [shop.buys("own_a"), shop.buys("own_b")]
    for order_id in both:
        saga.confirm(order_id)
        saves_row(order_id)
    breaks_row(both[0], "total", {"amount": "much"})
    day = date.fromisoformat(str(order_store.load(both[1]).confirmed_at)[:10])
    report = sales(day, day)
    assert (report["orders"], report["ordered"]["amount"]) == (1, 250)
    assert report["unreadable"] == [{"id": both[0], "error": "Unreadable: amount is not of type int"}]
    listed = list_orders(Status.CONFIRMED, 9)
    assert [one["order_id"] for one in listed["orders"]] == [both[1]]
    assert [one["id"] for one in listed["unreadable"]] == [both[0]]


@pytest.mark.parametrize("attribute", ["placed_at", "owner", "total", "status"])
def test_a_head_that_cannot_be_read_ends_no_rebuild_and_its_row_stays(shop: Shop, attribute: str) -> None:
    broken, whole = shop.buys("own_a"), shop.buys("own_b")
    deliver(*records())
    row = row_of(broken)
    breaks_row(whole, "lines")
    breaks_head(broken, attribute)
    done = rebuild_views()
    assert (done.failed, done.written, done.removed) == ([broken], 1, 0)
    assert row_of(broken) == row


def test_a_row_under_a_key_that_names_no_order_is_removed(shop: Shop) -> None:
    shop.buys("own_a")
    deliver(*records())
    for placed in ("nothing", "2026#"):
        puts("ORDER_VIEWS_TABLE", {"owner": "owner#own_a", "placed": placed})
    assert rebuild_views().removed == 2


@pytest.mark.parametrize("spoilt", [{"at": 7}, {"type": 7}, {"data": {"weight": Decimal("1.5")}}])
def test_an_event_that_cannot_be_read_is_named_and_the_others_are_told_again(
    shop: Shop, bus: Bus, spoilt: dict[str, Any]
) -> None:
    broken, whole = shop.buys("own_a"), shop.buys("own_b")
    puts("ORDERS_TABLE", item_of("ORDERS_TABLE", {"order_id": broken, "item": "event#000001"}) | spoilt)
    assert replay_events(EVER) == Replayed(told=1, left=0, unreadable=[broken])
    assert [one["order_id"] for one in bus.details()] == [whole]


@pytest.mark.parametrize("attribute", ["type", "at", "data", "schema_version"])
@pytest.mark.parametrize("value", [None, Decimal("1.5")])
def test_an_event_in_the_stream_that_cannot_be_read_stops_no_batch(
    shop: Shop, bus: Bus, attribute: str, value: Any
) -> None:
    broken, whole = shop.buys("own_a"), shop.buys("own_b")
    told = records()
    for record in told:
        image = record["dynamodb"]["NewImage"]
        if image["order_id"]["S"] == broken:
            kept = {name: one for name, one in image.items() if name != attribute}
            added = {} if value is None else table.pack({attribute: value})
            record["dynamodb"]["NewImage"] = kept | added
    assert deliver(*told) == []
    assert [one["order_id"] for one in bus.details()] == [whole]
    assert len(list(scan("ORDER_VIEWS_TABLE"))) == 2


def test_a_shelf_that_cannot_be_read_leaves_the_others_for_sale(shop: Shop) -> None:
    for sku in ("water", "olives"):
        shop.stock(sku, 3)
    for key, attribute, value in (("shard#olives#0", "available", "many"), ("sku#olives", "active", MISSING)):
        breaks("STOCK_TABLE", {"id": key}, attribute, value)
        inventory._counts.clear()
        assert inventory.levels(["water", "olives"]) == {"water": 3, "olives": 0}


def test_who_does_not_ask_for_what_cannot_be_read_is_not_told_half(shop: Shop) -> None:
    broken, whole = shop.buys("own_a"), shop.buys("own_b")
    breaks_head(broken, "version", Decimal("1.5"))
    with pytest.raises(Unreadable):
        order_store.load_many([broken, whole])
    aside: Aside = {}
    assert [one.order_id for one in order_store.load_many([broken, whole], aside)] == [whole]
    assert aside == {broken: "Unreadable: version is not of type int"}


def test_a_failure_is_told_without_what_it_is_about() -> None:
    with pytest.raises(ValueError, match="Ada Lovelace") as raised:
        int("Ada Lovelace")
    assert items.describe(raised.value) == "ValueError"


def test_a_cart_whose_orders_reservation_cannot_be_read_is_shown(shop: Shop) -> None:
    order_id = shop.buys("own_a")
    saga.reserves(order_id)
    breaks("STOCK_TABLE", {"id": f"reservation#{order_id}"}, "state", "LOST")
    assert shop.call("GET /cart", owner="own_a").status == 200


def test_an_older_order_whose_log_is_broken_does_not_end_the_list(shop: Shop, counted: list[str]) -> None:
    order_id = shop.buys()
    saga.confirm(order_id)
    saves_row(order_id)
    breaks_row(order_id, "version")
    for attribute, value in {"status": "COMPLETED", "delivered": {"w": 1}, "returned": {"w": 1}}.items():
        breaks_head(order_id, attribute, value)
    breaks("ORDERS_TABLE", {"order_id": order_id, "item": "event#000002"}, "type", "OrderLost")
    assert page(shop).body["orders"] == []
    assert counted == ["OrdersNotListed"]

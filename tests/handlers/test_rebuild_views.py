"""Rows made again from the logs are those that the relay made, whatever became of them."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.order import store as order_store
from functions.order import views_store
from functions.order.order import Reason
from functions.relay import bus as bus_gateway
from functions.relay import rebuild_views as rebuilding
from functions.relay.rebuild_views import Rebuilt, rebuild_views
from functions.shared import table
from functions.shared.table import scan
from harness.items import item_of, puts
from harness.stream import records
from tests.handlers import saga
from tests.handlers.bus import Bus
from tests.handlers.cloud import empty_table
from tests.handlers.shop import Shop
from tests.handlers.stream import deliver

ORDERS = 6


@pytest.fixture
def orders(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Orders in every state, their rows made by the relay."""
    monkeypatch.setenv("EVENT_BUS", "paidonce")
    monkeypatch.setattr(bus_gateway, "_client", Bus)
    shop.stock("water", 20)
    found = [shop.buys(f"own_{number}") for number in range(ORDERS)]
    for order_id in found[1:3]:
        saga.confirm(order_id)
    saga.abandon(found[3], Reason.OUT_OF_STOCK, '{"water": 0}')
    saga.cancel(found[4], Reason.PAYMENT_DECLINED)
    deliver(*records())
    return found


def rows() -> list[dict[str, Any]]:
    return sorted(scan("ORDER_VIEWS_TABLE"), key=lambda row: str(row["placed"]))


def test_what_the_relay_made_is_what_the_logs_say_and_nothing_is_written(orders: list[str]) -> None:
    live = rows()
    assert len(live) == ORDERS
    assert rebuild_views() == Rebuilt(orders=ORDERS)
    assert rows() == live


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rows_that_are_lost_late_or_wrong_are_made_again_as_the_relay_had_made_them(
    orders: list[str], data: st.DataObject
) -> None:
    empty_table("ORDER_VIEWS_TABLE")
    deliver(*records())
    live = rows()
    harmed = [row for row in live if data.draw(st.booleans())]
    for row in harmed:
        lost = {"placed": row["placed"], "owner": row["owner"]}
        other = data.draw(
            st.sampled_from([None, {"version": 0}, {"status": "PENDING", "reason": "?"}, {"total": {}}])
        )
        if other is None or all(row.get(name) == value for name, value in other.items()):
            table.client().delete_item(TableName="ORDER_VIEWS_TABLE", Key=table.pack(lost))
        else:
            puts("ORDER_VIEWS_TABLE", row | other)
    assert rebuild_views() == Rebuilt(orders=ORDERS, written=len(harmed))
    assert rows() == live


def test_all_rows_are_made_from_nothing_and_more_orders_than_one_call_takes(
    orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    live = rows()
    empty_table("ORDER_VIEWS_TABLE")
    monkeypatch.setattr(rebuilding, "BATCH", 4)
    assert rebuild_views() == Rebuilt(orders=ORDERS, written=ORDERS)
    assert rows() == live


def test_the_log_is_believed_and_not_the_head(orders: list[str]) -> None:
    live = rows()
    head = item_of("ORDERS_TABLE", {"order_id": orders[1], "item": "head"})
    puts("ORDERS_TABLE", {k: v for k, v in head.items() if k != "confirmed_at"} | {"status": "PENDING"})
    assert rebuild_views() == Rebuilt(orders=ORDERS)
    assert rows() == live


def test_an_order_that_moved_while_its_log_was_read_keeps_its_later_row(
    orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_log = order_store.read_log

    def then_confirmed(order_id: str, items: list[Any]) -> Any:
        log = read_log(order_id, items)
        if order_id == orders[0]:
            saga.confirm(order_id)
            deliver(*records())
        return log

    monkeypatch.setattr(order_store, "read_log", then_confirmed)
    assert rebuild_views() == Rebuilt(orders=ORDERS)
    monkeypatch.undo()
    assert [view.status for view in views_store.newest("own_0", 1)] == ["CONFIRMED"]


def test_a_log_that_a_scan_saw_half_of_is_read_again(
    orders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(order_store.load_all_items())
    torn = [(order_id, items[:1]) for order_id, items in whole]
    monkeypatch.setattr(order_store, "load_all_items", lambda: iter(torn))
    assert rebuild_views() == Rebuilt(orders=ORDERS)


def test_rows_that_stand_for_no_order_are_removed(orders: list[str]) -> None:
    live = rows()
    foreign = live[0] | {"owner": "owner#own_eve"}
    misplaced = live[1] | {"placed": f"2020-01-01T00:00:00.000Z#{live[1]['order_id']}"}
    unknown = live[2] | {"placed": "2020-01-01T00:00:00.000Z#ord_gone", "order_id": "ord_gone"}
    for stray in (foreign, misplaced, unknown):
        puts("ORDER_VIEWS_TABLE", stray)
    assert rebuild_views() == Rebuilt(orders=ORDERS, removed=3)
    assert rows() == live


@pytest.mark.parametrize(
    "broken", [{"type": "OrderEaten"}, {"data": {"reason": "?"}}, {"at": None, "type": 1}]
)
def test_an_order_with_a_broken_log_is_named_and_stops_nobody(
    orders: list[str], broken: dict[str, Any]
) -> None:
    event = item_of("ORDERS_TABLE", {"order_id": orders[3], "item": "event#000002"})
    puts("ORDERS_TABLE", event | broken)
    empty_table("ORDER_VIEWS_TABLE")
    assert rebuild_views() == Rebuilt(orders=ORDERS - 1, written=ORDERS - 1, failed=[orders[3]])
    assert len(rows()) == ORDERS - 1

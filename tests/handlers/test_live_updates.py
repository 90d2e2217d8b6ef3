"""Orders as they change: who is told, of what, and what becomes of connections that do not hear."""

from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from functions.live import gateway
from functions.live.connections import connection_of, online
from functions.live.push import push
from functions.session.groups import owner_by_link
from functions.shared.table import get
from functions.updates import on_orders_stream
from harness.items import breaks
from harness.sockets import OPERATIONS
from harness.stream import record
from tests.handlers import saga
from tests.handlers.guests import Guest, merge
from tests.handlers.shop import context
from tests.handlers.tabs import Tabs


@pytest.fixture
def order_id(tabs: Tabs) -> str:
    return tabs.shop.buys()


def test_an_order_that_changed_is_told_as_get_shows_it(tabs: Tabs, order_id: str) -> None:
    tab = tabs.open()
    assert tabs.changed(order_id) == []
    (told,) = tab.received
    assert told == {"type": "order", "version": 1, **tabs.shop.order(order_id)}


def test_every_tab_is_told_and_nobody_else(tabs: Tabs, order_id: str) -> None:
    mine, mine_too, bobs = tabs.open("a"), tabs.open("b"), tabs.open("c", "own_bob")
    tabs.changed(order_id)
    assert len(mine.received) == len(mine_too.received) == 1
    assert bobs.received == ()


def test_whoever_merged_the_guest_is_told_of_the_guests_orders_and_not_the_other_way(
    tabs: Tabs, guest: Guest
) -> None:
    guests_order, order_id = both_orders(tabs, guest)
    mine, guests = tabs.open("mine"), tabs.open("guests", guest.owner)
    tabs.changed(guests_order)
    tabs.changed(order_id)
    assert {told["order_id"] for told in mine.received} == {guests_order, order_id}
    assert {told["order_id"] for told in guests.received} == {guests_order}


def test_where_nobody_is_connected_there_are_two_reads(tabs: Tabs, order_id: str, calls: list[str]) -> None:
    head = get("ORDERS_TABLE", {"order_id": order_id, "item": "head"})
    assert head is not None
    records = [record(head, 1, "MODIFY")]
    calls.clear()
    assert on_orders_stream.handle({"Records": records}, context()) == {"batchItemFailures": []}
    assert calls == ["Query", "Query"]


def test_the_cost_of_a_change_does_not_grow_with_connections_of_others(
    tabs: Tabs, order_id: str, calls: list[str]
) -> None:
    tabs.open()
    counts = []
    for number in range(3):
        head = get("ORDERS_TABLE", {"order_id": order_id, "item": "head"})
        assert head is not None
        calls.clear()
        on_orders_stream.handle({"Records": [record(head, 1, "MODIFY")]}, context())
        counts.append(sorted(calls))
        for other in range(5):
            tabs.open(f"t{number}{other}", f"own_{number}{other}")
    assert counts[0] == counts[1] == counts[2]


def test_an_order_that_changed_often_is_told_once_a_batch(tabs: Tabs, order_id: str) -> None:
    tab = tabs.open()
    tabs.changed(order_id, order_id, order_id)
    assert len(tab.received) == 1


def test_what_is_told_twice_has_one_version(tabs: Tabs, order_id: str) -> None:
    tab = tabs.open()
    tabs.changed(order_id)
    tabs.changed(order_id)
    assert [told["version"] for told in tab.received] == [1, 1]


def test_a_connection_that_is_gone_is_removed(tabs: Tabs, order_id: str) -> None:
    stays, left = tabs.open("stays"), tabs.open("left")
    left.hello()
    left.leaves(told=False)
    assert tabs.changed(order_id) == []
    assert connection_of("left") is None
    assert len(stays.received) == 1
    assert connection_of("stays")


def test_a_connection_that_the_gateway_has_yet_to_open_is_left_and_asks_itself(
    tabs: Tabs, order_id: str
) -> None:
    tab = tabs.open()
    tab.leaves(told=False)
    assert tabs.changed(order_id) == []
    tabs.sockets.opens(tab.name)
    assert tab.hello(**{order_id: 0})["orders"] == {order_id: 1}
    assert len(tab.received) == 1


def test_a_connection_that_is_silent_once_hears_in_the_end(
    tabs: Tabs, order_id: str, calls: list[str]
) -> None:
    tab = tabs.open()
    tabs.sockets.silent = {"tab": 1}
    assert tabs.changed(order_id) == []
    assert connection_of("tab")
    assert tab.received[-1]["order_id"] == order_id


def test_a_connection_that_stays_silent_is_ended_and_holds_nobody_up(tabs: Tabs, order_id: str) -> None:
    dead, alive = tabs.open("dead"), tabs.open("alive")
    tabs.sockets.silent = {"dead": 99}
    tabs.sockets.deaf = True
    assert tabs.changed(order_id) == []
    assert len(alive.received) == 1
    assert connection_of("dead") is None
    assert dead.name not in tabs.sockets.open
    assert dead.received == ()


def test_hello_fills_the_gap(tabs: Tabs, order_id: str) -> None:
    tab = tabs.open()
    assert tab.hello(**{order_id: 0})["orders"] == {order_id: 1}
    (told,) = tab.received
    assert told == {"type": "order", "version": 1, **tabs.shop.order(order_id)}


def test_hello_sends_nothing_that_the_client_has(tabs: Tabs, order_id: str) -> None:
    tab = tabs.open()
    assert tab.hello(**{order_id: 1})["orders"] == {order_id: 1}
    assert tab.hello(**{order_id: 99})["orders"] == {order_id: 1}
    assert tab.received == ()


def test_an_order_of_another_is_as_one_that_does_not_exist(tabs: Tabs, order_id: str) -> None:
    tab = tabs.open("bob", "own_bob")
    nobodys = "ord_" + "a" * 32
    assert tab.hello(**{order_id: 0})["orders"] == tab.hello(**{nobodys: 0})["orders"] == {}
    assert tab.received == ()


def test_a_broken_order_keeps_nobody_from_the_others(tabs: Tabs, guest: Guest) -> None:
    other, order_id = both_orders(tabs, guest)
    tab = tabs.open()
    breaks("ORDERS_TABLE", {"order_id": order_id, "item": "head"}, "total")
    assert tab.hello(**{order_id: 0, other: 0})["orders"] == {other: 2}
    assert tabs.changed(order_id, other) == []
    assert {told["order_id"] for told in tab.received} == {other}


def test_an_order_whose_log_is_broken_keeps_nobody_from_the_others(tabs: Tabs, guest: Guest) -> None:
    other, order_id = both_orders(tabs, guest)
    tab = tabs.open()
    breaks("ORDERS_TABLE", {"order_id": order_id, "item": "event#000001"}, "type")
    assert tab.hello(**{order_id: 0, other: 0})["orders"] == {other: 2}
    assert tabs.changed(order_id, other) == []
    assert {told["order_id"] for told in tab.received} == {other}


def test_a_record_that_nobody_understands_is_left_out(tabs: Tabs, order_id: str) -> None:
    tab = tabs.open()
    records = [{"eventName": "MODIFY", "dynamodb": {"SequenceNumber": "1", "NewImage": {}}}]
    assert on_orders_stream.handle({"Records": records}, context()) == {"batchItemFailures": []}
    assert tab.received == ()


def test_connections_that_cannot_be_read_now_are_tried_again(
    tabs: Tabs, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tabs.open()
    through = BaseClient._make_api_call

    def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
        if operation == "Query" and params["TableName"] == "LIVE_TABLE":
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, operation)
        return through(client, operation, params)

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    assert len(tabs.changed(order_id)) == 1


def test_an_order_that_is_too_long_is_told_to_have_changed(
    tabs: Tabs, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "MOST_BYTES", 100)
    tab = tabs.open()
    tabs.changed(order_id)
    assert tab.received == ({"type": "order-changed", "order_id": order_id, "version": 1},)


def test_a_message_to_nobody_is_sent_to_nobody(tabs: Tabs, calls: list[str]) -> None:
    push("own_nobody", {"type": "pong", "ends_in": 1})
    assert not set(calls) & set(OPERATIONS)
    assert not online("own_nobody")


def both_orders(tabs: Tabs, guest: Guest) -> tuple[str, str]:
    """A guest's order, whose cart was merged into mine, and mine."""
    guests_order = tabs.shop.buys(guest.owner)
    saga.confirm(guests_order)
    assert merge(tabs.shop, guest).body["orders_linked"]
    return guests_order, tabs.shop.buys()


def test_who_came_by_an_orders_link_is_told_of_this_order_alone(tabs: Tabs, order_id: str) -> None:
    saga.confirm(order_id)
    other = tabs.shop.buys(key="key-2")
    by_link = tabs.open("link", owner_by_link(order_id))
    assert by_link.hello(**{order_id: 0, other: 0})["orders"].keys() == {order_id}
    tabs.changed(order_id, other)
    assert {told["order_id"] for told in by_link.received} == {order_id}

"""Orders as they change, told to operators who look at them."""

import pytest

from functions.live import store
from functions.live.connection import MOST_ORDERS
from functions.live.connections import connection_of, online
from functions.session.groups import owner_by_link
from functions.shared import clock
from functions.shared.table import get
from functions.updates import on_orders_stream
from harness.items import breaks
from harness.stream import record
from tests.handlers import saga
from tests.handlers.conversing import ADA, Talk
from tests.handlers.shop import context
from tests.handlers.tabs import Tab, Tabs

OLGA = "op_olga"


@pytest.fixture
def order_id(tabs: Tabs) -> str:
    return tabs.shop.buys()


@pytest.fixture
def other(tabs: Tabs, order_id: str) -> str:
    saga.confirm(order_id)
    return tabs.shop.buys(key="key-2")


@pytest.fixture
def olgas(tabs: Tabs) -> Tab:
    return tabs.open("olga", OLGA)


def test_an_operator_is_told_that_the_order_changed_and_nothing_of_what_is_in_it(
    tabs: Tabs, olgas: Tab, order_id: str
) -> None:
    assert olgas.hello(**{order_id: 1})["orders"] == {order_id: 1}
    assert tabs.changed(order_id) == []
    assert olgas.received == ({"type": "order-changed", "order_id": order_id, "version": 1},)


def test_hello_tells_an_operator_that_an_order_is_newer(tabs: Tabs, olgas: Tab, order_id: str) -> None:
    saga.confirm(order_id)
    assert olgas.hello(**{order_id: 1})["orders"] == {order_id: 2}
    assert olgas.received == ({"type": "order-changed", "order_id": order_id, "version": 2},)


def test_an_operator_is_told_of_no_order_that_the_page_does_not_show(
    tabs: Tabs, olgas: Tab, order_id: str
) -> None:
    olgas.hello()
    tabs.changed(order_id)
    assert olgas.received == ()


def test_with_another_order_the_first_is_followed_no_more(
    tabs: Tabs, olgas: Tab, order_id: str, other: str
) -> None:
    olgas.hello(**{order_id: 2})
    olgas.hello(**{other: 1})
    tabs.changed(order_id, other)
    assert {told["order_id"] for told in olgas.received} == {other}
    assert store.followers(owner_by_link(order_id), clock.now()) == []


def test_a_ping_keeps_what_hello_named(tabs: Tabs, olgas: Tab, order_id: str) -> None:
    olgas.hello(**{order_id: 1})
    olgas.ping()
    tabs.changed(order_id)
    assert len(olgas.received) == 1


def test_an_operator_names_ten_orders_at_most(olgas: Tab) -> None:
    orders = [f"ord_{'a' * 31}{letter}" for letter in "abcdefghijk"]
    assert len(orders) == MOST_ORDERS + 1
    refused = olgas.hello(**dict.fromkeys(orders, 0))
    assert (refused["to"], refused["why"]) == ("hello", "too-many-orders")
    assert olgas.hello(**dict.fromkeys(orders[1:], 0))["orders"] == {}


def test_an_operator_who_leaves_follows_nothing(tabs: Tabs, olgas: Tab, order_id: str) -> None:
    olgas.hello(**{order_id: 1})
    olgas.leaves()
    assert store.followers(owner_by_link(order_id), clock.now()) == []


def test_a_change_that_operators_alone_look_at_costs_two_reads_and_a_message(
    tabs: Tabs, olgas: Tab, order_id: str, calls: list[str]
) -> None:
    olgas.hello(**{order_id: 1})
    head = get("ORDERS_TABLE", {"order_id": order_id, "item": "head"})
    assert head is not None
    calls.clear()
    on_orders_stream.handle({"Records": [record(head, 1, "MODIFY")]}, context())
    assert sorted(calls) == ["PostToConnection", "Query", "Query"]


def test_an_order_that_its_customer_cannot_be_shown_is_told_to_operators(
    tabs: Tabs, olgas: Tab, order_id: str
) -> None:
    mine = tabs.open()
    olgas.hello(**{order_id: 1})
    breaks("ORDERS_TABLE", {"order_id": order_id, "item": "event#000001"}, "type")
    assert tabs.changed(order_id) == []
    assert (len(mine.received), len(olgas.received)) == (0, 1)


def test_an_operator_who_looks_is_no_customer_who_is_there(tabs: Tabs, olgas: Tab, order_id: str) -> None:
    olgas.hello(**{order_id: 1})
    assert not online(ADA, order_id)
    tabs.open()
    assert online(ADA, order_id)


def test_what_is_said_about_an_order_is_told_an_operator_who_looks_at_it_once(talk: Talk) -> None:
    order_id = talk.shop.buys()
    olga = talk.connects("olga", OLGA)
    olga.greets(**{order_id: 1})
    talk.says("Is it hot?", conversation=order_id)
    assert len(olga.got("message")) == len(olga.got("unread")) == 1


def test_who_watches_the_shop_is_told_that_an_operator_came_and_not_of_each_order_they_open(
    talk: Talk,
) -> None:
    order_id = talk.shop.buys()
    ada, olga = talk.connects("ada"), talk.connects("olga", OLGA)
    ada.sends("watch", conversation=order_id)
    told = len(ada.got("presence"))
    olga.greets()
    assert len(ada.got("presence")) == told + 1
    olga.greets(**{order_id: 1})
    assert len(ada.got("presence")) == told + 1


def test_a_tab_of_before_is_greeted_anew(tabs: Tabs, olgas: Tab) -> None:
    """A connection that was written before connections noted it."""
    breaks("LIVE_TABLE", {"id": "connection#olga", "item": "connection"}, "greeted")
    assert olgas.hello()["type"] == "hello"
    found = connection_of("olga")
    assert found is not None
    assert found.greeted

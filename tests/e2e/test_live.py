"""The socket of a running shop, as the official client of Python sees it."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.contract.conformance import check_message
from tests.e2e.shop import WATER, Buyer, Shop

KILO = 1024
HEARD_SECONDS = 300
"""Longer than anything takes on the slowest machine: a message that never comes is a failure at last."""


class Tab:
    """A client that keeps, of each order, the highest version that it was told of."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.orders: dict[str, Any] = {}

    def says(self, message: Any) -> None:
        self.connection.send(message if isinstance(message, str) else json.dumps(message))

    def hears(self, kind: str) -> Any:
        """The next message of this type; orders that come meanwhile are kept."""
        while True:
            message = json.loads(self.connection.recv(timeout=HEARD_SECONDS))
            check_message(message)
            if message["type"] == "order":
                known = self.orders.get(message["order_id"], {"version": 0})
                self.orders[message["order_id"]] = max(known, message, key=lambda one: one["version"])
            if message["type"] == kind:
                return message

    def hears_that(self, order_id: str, status: str) -> Any:
        while self.orders.get(order_id, {}).get("status") != status:
            self.hears("order")
        return self.orders[order_id]


@contextmanager
def tab(shop: Shop, buyer: Buyer) -> Iterator[Tab]:
    with connect(address(shop, ticket(buyer))) as connection:
        opened = Tab(connection)
        opened.says({"type": "hello"})
        opened.hears("hello")
        yield opened


def ticket(buyer: Buyer) -> str:
    issued = buyer.call("POST", "/live/tickets")
    assert issued.status_code == 201
    found: str = issued.json()["ticket"]
    return found


def address(shop: Shop, ticket: str) -> str:
    return f"{shop.url.replace('http', 'ws')}/live?ticket={ticket}"


def test_an_open_page_is_told_of_its_order_until_the_end(shop: Shop) -> None:
    buyer = shop.buyer()
    with tab(shop, buyer) as page:
        order_id = buyer.buys(WATER)
        page.hears_that(order_id, "CONFIRMED")
        told = page.hears_that(order_id, "COMPLETED")
    shown = buyer.order(order_id)
    assert {name: told[name] for name in shown} == shown


def test_another_is_told_nothing_of_it(shop: Shop) -> None:
    buyer, other = shop.buyer(), shop.buyer()
    with tab(shop, other) as others, tab(shop, buyer) as page:
        order_id = buyer.buys(WATER)
        page.hears_that(order_id, "CONFIRMED")
        others.says({"type": "hello", "since": {order_id: 0}})
        assert others.hears("hello")["orders"] == {}
        assert others.orders == {}


def test_whoever_comes_back_has_missed_nothing(shop: Shop) -> None:
    buyer = shop.buyer()
    with tab(shop, buyer):
        order_id = buyer.buys(WATER)
    assert buyer.ended(order_id) == ("COMPLETED", None)
    with tab(shop, buyer) as page:
        page.says({"type": "hello", "since": {order_id: 1}})
        versions = page.hears("hello")["orders"]
        assert page.orders[order_id]["version"] == versions[order_id] > 1
        assert page.orders[order_id]["status"] == "COMPLETED"


def test_a_ticket_is_good_once_and_anything_else_never(shop: Shop) -> None:
    used = ticket(shop.buyer())
    with connect(address(shop, used)):
        pass
    for given in (used, "", "tkt_" + "a" * 32, uuid.uuid4().hex):
        with pytest.raises(InvalidStatus) as refused, connect(address(shop, given)):
            pass
        assert refused.value.response.status_code == 403
        problem = json.loads(refused.value.response.body or b"")
        assert problem["type"] == "/api/problems/forbidden"


def test_what_is_no_message_is_refused_and_the_connection_goes_on(shop: Shop) -> None:
    with tab(shop, shop.buyer()) as page:
        for said, why in (
            ("{", "malformed-json"),
            ({"type": "shout"}, "unknown-type"),
            ("7", "invalid-message"),
        ):
            page.says(said)
            assert page.hears("refused")["why"] == why
        page.says({"type": "ping"})
        page.hears("pong")


def test_frames_make_one_message(shop: Shop) -> None:
    with tab(shop, shop.buyer()) as page:
        page.connection.send(["x" * KILO * 30] * 4)
        assert page.hears("refused")["why"] == "malformed-json"


@pytest.mark.parametrize("said", ["x" * 33 * KILO, ["x" * 30 * KILO] * 5], ids=["a frame", "a message"])
def test_what_is_too_long_ends_the_connection(shop: Shop, said: str | list[str]) -> None:
    with tab(shop, shop.buyer()) as page:
        with suppress(ConnectionClosed):  # its end may come before all of it is sent
            page.connection.send(said)
        with pytest.raises(ConnectionClosed) as closed:
            page.hears("pong")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


def test_a_flood_is_slowed_and_then_closed(shop: Shop) -> None:
    with tab(shop, shop.buyer()) as page:
        with suppress(ConnectionClosed):
            for _ in range(300):
                page.says({"type": "ping"})
        assert page.hears("refused")["why"] == "too-many-messages"
        assert page.hears("gone")["why"] == "too-many-messages"
        with pytest.raises(ConnectionClosed):
            page.hears("pong")

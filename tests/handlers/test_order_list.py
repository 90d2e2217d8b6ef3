"""GET /orders: the orders of an owner, newest first, page by page, at a cost that does not grow."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.order import store as order_store
from functions.order import views_store
from functions.order.order import Reason, Status
from functions.order.view import View, view_of
from functions.session.page_cursor import give_cursor
from functions.shared import ids, table
from functions.shared.money import Money
from functions.storefront import list_orders
from tests.handlers import saga
from tests.handlers.cloud import empty_table
from tests.handlers.shop import Reply, Shop


def rows(owner: str, count: int, *, first: int = 0) -> list[str]:
    """Confirmed orders of this owner, one a second; their ids, newest first."""
    placed = []
    for number in range(first, first + count):
        at = f"2026-11-{1 + number // 3600:02}T00:{number // 60 % 60:02}:{number % 60:02}.000Z"
        view = View(ids.order_id(owner, str(number)), owner, Status.CONFIRMED, 2, None, [], Money(number), at)
        views_store.save(view)
        placed.append(view.order_id)
    return placed[::-1]


def listed(shop: Shop, happens: Callable[[str], None] = lambda order_id: None) -> str:
    """The id of an order whose row was written when this had happened to it."""
    order_id = shop.buys()
    happens(order_id)
    views_store.save(view_of(order_store.load(order_id)))
    return order_id


def page(shop: Shop, owner: str = "own_ada", **query: Any) -> Reply:
    given = {name: [str(value)] for name, value in query.items()}
    single = {name: values[-1] for name, values in given.items()}
    return shop.call(
        "GET /orders",
        owner=owner,
        queryStringParameters=single or None,
        multiValueQueryStringParameters=given or None,
    )


def pages(shop: Shop, owner: str, limit: int) -> Iterator[list[str]]:
    cursor: dict[str, str] = {}
    for _ in range(100):
        body = page(shop, owner, limit=limit, **cursor).body
        yield [order["order_id"] for order in body["orders"]]
        if body["next_cursor"] is None:
            return
        cursor = {"cursor": body["next_cursor"]}


def test_who_never_ordered_has_an_empty_list(shop: Shop) -> None:
    reply = page(shop)
    assert (reply.status, reply.body) == (200, {"orders": [], "next_cursor": None})
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_listed_order_is_the_order_without_what_became_of_it_in_detail(shop: Shop) -> None:
    order_id = listed(shop, lambda order_id: saga.cancel(order_id, Reason.OUT_OF_STOCK, '{"water": 0}'))
    order = shop.order(order_id)
    assert [line["available"] for line in order["missing"]] == [0]
    for more in ("timeline", "totals", "refunds", "decline", "dispute"):
        del order[more]
    for line in order["lines"]:
        for more in ("delivered", "returned", "paid", "charged", "refunded"):
            del line[more]
    assert page(shop).body["orders"] == [order]


def test_an_undecided_order_is_listed_as_it_stands_with_what_the_customer_has_to_do(shop: Shop) -> None:
    order_id = listed(shop)
    assert page(shop).body["orders"][0]["next_action"] is None

    saga.ask_customer(order_id)
    asked = page(shop).body["orders"][0]
    assert (asked["status"], asked["next_action"]["type"]) == ("PENDING", "authenticate")

    saga.abandon(order_id, Reason.PAYMENT_DECLINED)
    fenced = page(shop).body["orders"][0]
    assert (fenced["status"], fenced["next_action"]) == ("PENDING", None)


def test_an_order_that_was_decided_since_its_row_was_written_is_listed_as_decided(shop: Shop) -> None:
    shop.stock("water", 10)
    saga.confirm(listed(shop))
    assert page(shop).body["orders"][0]["status"] == "CONFIRMED"


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 10, 11])
def test_pages_together_are_all_orders_once_newest_first(shop: Shop, count: int) -> None:
    placed = rows("own_ada", count)
    rows("own_eve", 3)
    found = list(pages(shop, "own_ada", 5))
    assert [order_id for page in found for order_id in page] == placed
    assert all(len(page) == 5 for page in found[:-1])
    assert len(found) == max(1, -(-count // 5))


def test_a_page_has_twenty_orders_unless_asked_otherwise_and_at_most_a_hundred(shop: Shop) -> None:
    rows("own_ada", 101)
    assert len(page(shop).body["orders"]) == 20
    most = page(shop, limit=100).body
    assert len(most["orders"]) == 100
    assert most["next_cursor"]


def test_orders_placed_meanwhile_move_no_page(shop: Shop) -> None:
    placed = rows("own_ada", 6)
    first = page(shop, limit=3).body
    rows("own_ada", 3, first=10)
    second = page(shop, limit=3, cursor=first["next_cursor"]).body
    assert [order["order_id"] for order in second["orders"]] == placed[3:]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(owners=st.lists(st.sampled_from(["own_me", "own_guest1", "own_guest2"]), max_size=12))
def test_orders_of_linked_guests_stand_among_ones_own_in_order_of_time(shop: Shop, owners: list[str]) -> None:
    empty_table("ORDER_VIEWS_TABLE")
    placed = [order_id for number, owner in enumerate(owners) for order_id in rows(owner, 1, first=number)]
    linked = ("own_me", "own_guest1", "own_guest2")
    with patch.object(list_orders, "readable_owners", lambda owner: linked):
        found = [order_id for page in pages(shop, "own_me", 3) for order_id in page]
    assert found == placed[::-1]


class Reads:
    """What DynamoDB was asked, and how many rows it looked at to answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.rows = 0
        client = table.client()
        make = client._make_api_call

        def counted(operation: str, request: dict[str, Any]) -> Any:
            self.calls.append(operation)
            answer = make(operation, request)
            self.rows += answer.get("ScannedCount", 0)
            return answer

        monkeypatch.setattr(client, "_make_api_call", counted)


def test_a_page_costs_the_same_however_many_orders_there_are(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One read of whose orders these may be, then a query for each owner. A query under an owner's key,
    bounded by a position and a limit, is charged for the rows it returns; where in how many rows they stand
    costs nothing. So what was asked and looked at is all that counts."""
    costs = []
    for owner, count in (("own_few", 10), ("own_many", 300)):
        rows(owner, count)
        middle = views_store.newest(owner, count)[count // 2]
        cursor = give_cursor(middle.position, list_orders.LISTED, owner) or ""
        for query in ({}, {"cursor": cursor}):
            with monkeypatch.context() as meanwhile:
                reads = Reads(meanwhile)
                reply = page(shop, owner, limit=3, **query)
            assert len(reply.body["orders"]) == 3
            costs.append((reads.calls, reads.rows))
    assert costs == [(["GetItem", "Query"], 4)] * 4


def test_a_cursor_is_good_only_as_it_was_given_and_for_whom(shop: Shop) -> None:
    rows("own_ada", 3)
    rows("own_eve", 3)
    cursor = page(shop, limit=1).body["next_cursor"]
    assert page(shop, cursor=cursor).status == 200
    assert page(shop, "own_eve", cursor=cursor).refusal == (422, "invalid-request")
    for changed in (cursor[:-1], cursor + "A", cursor.swapcase(), "", "🍕"):
        assert page(shop, cursor=changed).refusal == (422, "invalid-request")


def test_a_session_token_is_no_cursor(shop: Shop) -> None:
    token = shop.call("POST /sessions").body["token"]
    assert page(shop, cursor=token).refusal == (422, "invalid-request")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.0", "1e1", "x", "", " 5", "٣", "9" * 5000, "true"])
def test_a_limit_is_a_whole_number_from_one_to_a_hundred(shop: Shop, limit: str) -> None:
    assert page(shop, limit=limit).refusal == (422, "invalid-request")


@pytest.mark.parametrize("name", ["limit", "cursor"])
def test_a_parameter_given_twice_is_refused(shop: Shop, name: str) -> None:
    many = {"queryStringParameters": {name: "2"}, "multiValueQueryStringParameters": {name: ["1", "2"]}}
    assert shop.call("GET /orders", **many).refusal == (422, "invalid-request")

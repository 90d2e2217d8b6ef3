"""What a call takes does not depend on how many orders a shop has: counted in shops of three sizes."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bench.exact import Exact
from bench.growth import numbered
from bench.growth.kept import Found, grown, read_kept
from bench.growth.sizes import SIZES, Shops, opened
from bench.growth.watching import Watch
from functions.order import views_store
from functions.shared import table
from harness.template import Template

SMALL, MIDDLE = SIZES[0], SIZES[1]
STALE = "docs/counted/growth.json is stale: run `python -m bench.growth`"


@pytest.fixture(scope="module")
def shops(template: Template) -> Iterator[Shops]:
    logging.disable(logging.CRITICAL)
    with opened(template) as shops:
        yield shops
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def found(shops: Shops) -> list[Found]:
    return shops.found()


def test_calls_units_and_bytes_are_the_same_from_a_thousand_orders_to_a_million(found: list[Found]) -> None:
    assert grown(found) == []
    assert [one.orders for one in found] == list(SIZES)
    assert found[-1].items > 12 * SIZES[-1]


def test_the_page_says_what_is_counted_today(found: list[Found]) -> None:
    assert read_kept() == found, STALE


def test_what_is_asked_leads_to_every_call_of_a_customer(found: list[Found]) -> None:
    """And to every step of a purchase, of its return and of a cancelled checkout."""
    assert {row.function for row in found[0].rows} >= {
        *("Cart", "Checkouts", "Orders", "Returns", "CancelOrder", "Receipts", "Storefront", "Webhook"),
        *("ReserveStock", "AuthorizePayment", "ConfirmOrder", "AbandonOrder", "VoidPayment", "CloseOrder"),
        *("OfferPacking", "ReportPacking", "CompleteOrder", "Relay", "Sweep"),
        *("AwaitInspection", "RefundPayment", "RestockItems", "CloseReturn", "Operator"),
        *("OpsOrders", "OrdersGraph", "Operations", "OpsMeasures"),
    }


def test_a_page_of_an_owner_with_fifty_thousand_orders_reads_one_page(shops: Shops) -> None:
    """One more than is shown, at the top and far down."""
    shop = shops.of(MIDDLE)
    assert len(numbered.of_owner(MIDDLE, numbered.HEAVY_OWNER)) == MIDDLE // 2

    for before in ("", numbered.placed_at(MIDDLE // 2)):
        places = views_store.newest_places(numbered.HEAVY_OWNER, 21, before)
        assert len(places) == 21
        assert all(place.view for place in places)
    assert shop.order(places[0].order_id).owner == numbered.HEAVY_OWNER


def test_a_list_that_reads_all_of_an_owners_orders_grows(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store charges for what is read: without the page's limit, the list of an owner with many grows."""

    def read_all(*args: Any, newest: int = 0, **kwargs: Any) -> Any:
        return iter(list(table.query(*args, **kwargs))[::-1])

    assert _reads_of_a_list(shops, 4 * SMALL) == _reads_of_a_list(shops, SMALL)

    monkeypatch.setattr(views_store, "query", read_all)

    assert _reads_of_a_list(shops, 4 * SMALL) > 3 * _reads_of_a_list(shops, SMALL)


def test_a_table_that_grows_with_orders_cannot_be_read_from_end_to_end(shops: Shops) -> None:
    shops.of(SMALL)

    with pytest.raises(AssertionError, match="Orders is read from end to end"):
        list(table.scan("ORDERS_TABLE"))


@pytest.mark.parametrize("number", [0, 1, 777, MIDDLE - 1])
def test_a_numbered_order_is_found_by_its_id_whole_and_its_owners(shops: Shops, number: int) -> None:
    shop = shops.of(MIDDLE)
    order_id = numbered.order_id(number)

    assert numbered.number_of(order_id) == number
    assert shop.order(order_id).owner == numbered.owner(number)
    assert number in numbered.of_owner(MIDDLE, numbered.owner(number))
    assert number in numbered.of_bucket(MIDDLE, numbered.became(number), numbered.bucket(number))
    assert views_store._number(order_id) == numbered.bucket(number)


def _reads_of_a_list(shops: Shops, size: int) -> Exact:
    """Read units of GET /orders for the owner of half of all orders."""
    shop = shops.of(size)
    watch = Watch(shop)
    with watch.watching():
        answer = shop.api("GET", "/orders?limit=20", owner=numbered.HEAVY_OWNER)
    assert len(answer.json["orders"]) == 20
    (work,) = watch.works()
    return sum(sum(call.reads.values()) for call in work.calls)

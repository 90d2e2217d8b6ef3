"""Carts with a shop's file: delivery, codes and tax over HTTP, from the cart to the order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.catalog import store as catalog
from functions.order import store as orders
from functions.pricing import store
from functions.pricing.shop import Code, Method, Place, TaxRate
from functions.pricing.shop import Shop as Prices
from functions.storefront.api_cart import ENTERED
from tests.handlers import cloud as clouds
from tests.handlers.shop import Shop, euros, fill_catalog
from tests.unit.quotes import COURIER, PICKUP

CODES = (
    Code("FREESHIP", free_delivery=True, goes_with_others=True),
    Code("MINIMUM", amount=100, minimum=100_000),
    Code("TEN", rate=1000, goes_with_others=True),
)
INCLUDED = Prices(
    Place("IT"), True, "VAT", (TaxRate(2200, "IT"), TaxRate(1900, "DE")), (PICKUP, COURIER), CODES
)
ADDED = replace(INCLUDED, prices_include_tax=False)
GERMANY = {
    "name": "Ada Lovelace",
    "line1": "Unter den Linden 1",
    "city": "Berlin",
    "postal_code": "10117",
    "country": "DE",
}
COURIER_TO_ITALY = {"method": "courier", "country": "IT"}


@pytest.fixture(autouse=True)
def put_back(shop: Shop) -> Iterator[None]:
    shop.stock("water", 100)
    yield
    clouds.empty_table("CATALOG_TABLE")
    fill_catalog()
    clouds.forget_data()


def sells_by(prices: Prices) -> None:
    store.replace(prices, store.revision())
    clouds.forget_data()


def totals(body: Any) -> list[tuple[str, int]]:
    """Where no credit is used, all of the total is to be paid: that row is left out."""
    *rows, total, to_pay = body["totals"]
    assert (to_pay["type"], to_pay["amount"]) == ("to_pay", total["amount"])
    return [
        (row["label"] if row["type"] == "tax" else row["type"], row["amount"]["amount"])
        for row in (*rows, total)
    ]


def delivered(shop: Shop, **body: str) -> Any:
    return shop.call("PUT /cart/delivery", COURIER_TO_ITALY | body)


def test_a_shop_without_a_file_shows_its_prices_and_no_more(shop: Shop) -> None:
    shop.put("w", quantity=2)
    cart = shop.cart()
    assert totals(cart) == [("items", 500), ("total", 500)]
    assert (cart["delivery"], cart["delivery_options"], cart["codes"]) == (None, [], [])


def test_a_cart_is_delivered_as_the_shop_does_where_nothing_was_chosen(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w", quantity=2)
    cart = shop.cart()
    assert cart["delivery"] == {"method": "pickup", "country": "IT", "region": None}
    assert [(one["method"], one["price"]["amount"]) for one in cart["delivery_options"]] == [
        ("pickup", 0),
        ("courier", 490),
    ]
    assert totals(cart) == [("items", 500), ("delivery", 0), ("VAT 22%", 90), ("total", 500)]
    assert cart["lines"][0]["tax"] == euros(90)


def test_a_cart_says_what_can_be_chosen_where_it_goes_and_from_what_on_it_costs_nothing(shop: Shop) -> None:
    sells_by(INCLUDED)
    cart = shop.put("w").body
    assert [one["free_from"] for one in cart["delivery_options"]] == [None, euros(3000)]
    assert cart["delivery_countries"] == ["DE", "IT"]


def test_each_code_says_what_it_takes_off_the_one_for_the_delivery_too(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w", quantity=2)
    delivered(shop)
    shop.call("PUT /cart/codes/FREESHIP")
    codes = shop.call("PUT /cart/codes/TEN").body["codes"]
    assert [(one["code"], one["takes_off"]["amount"]) for one in codes] == [("FREESHIP", 490), ("TEN", 50)]


def test_a_chosen_delivery_is_paid_for_and_is_another_version_of_the_cart(shop: Shop) -> None:
    sells_by(INCLUDED)
    before = shop.put("w", quantity=2).body["version"]
    reply = delivered(shop)
    assert (reply.status, reply.body["version"]) == (200, before + 1)
    assert reply.body["total"] == euros(990)
    assert delivered(shop).body["version"] == before + 1


@pytest.mark.parametrize("wrong", [{"method": "balloon"}, {"country": "FR"}])
def test_a_method_that_does_not_go_there_is_refused_with_those_that_do(
    shop: Shop, wrong: dict[str, str]
) -> None:
    sells_by(INCLUDED)
    reply = delivered(shop, **wrong)
    assert reply.refusal == (422, "invalid-request")
    assert {"method": "pickup", "name": "Pickup"} in reply.body["options"]


def test_a_code_makes_the_cart_cheaper_however_it_is_typed_and_is_taken_out_again(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w", quantity=2)
    entered = shop.call("PUT /cart/codes/ten").body
    assert entered["codes"] == [{"code": "TEN", "applied": True, "takes_off": euros(50), "why": None}]
    assert totals(entered) == [
        ("items", 500),
        ("discount", -50),
        ("delivery", 0),
        ("VAT 22%", 81),
        ("total", 450),
    ]
    assert entered["lines"][0]["discount"] == euros(50)
    assert shop.call("DELETE /cart/codes/TEN").body["total"] == euros(500)


@pytest.mark.parametrize(("code", "why"), [("NOBODYS", "unknown"), ("MINIMUM", "minimum-not-met")])
def test_a_code_that_does_not_apply_is_refused_and_says_why(shop: Shop, code: str, why: str) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    reply = shop.call(f"PUT /cart/codes/{code}")
    assert (reply.refusal, reply.body["why"]) == ((422, "code-not-applicable"), why)
    assert shop.cart()["codes"] == []


def test_who_guesses_codes_is_told_to_wait_and_finds_out_nothing_meanwhile(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    refusals = [shop.call("PUT /cart/codes/NOBODYS").refusal for _ in range(ENTERED.per_session + 1)]
    assert refusals[-2:] == [(422, "code-not-applicable"), (429, "too-many-requests")]
    assert shop.call("PUT /cart/codes/TEN").refusal == (429, "too-many-requests")


@pytest.mark.parametrize("wrong", ["-", "A", "TEN.", "\u00df1", "A" * 33])
def test_what_is_no_code_is_refused_before_anybody_looks(shop: Shop, wrong: str) -> None:
    for method in ("PUT", "DELETE"):
        assert shop.call(f"{method} /cart/codes/{wrong}").refusal == (422, "invalid-request")


def test_a_code_that_stops_applying_stays_and_says_why(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    shop.call("PUT /cart/codes/TEN")
    sells_by(replace(INCLUDED, codes=()))
    cart = shop.cart()
    assert cart["codes"] == [{"code": "TEN", "applied": False, "takes_off": euros(0), "why": "unknown"}]
    assert cart["total"] == euros(250)


def test_a_cart_stays_readable_whatever_becomes_of_its_method(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    delivered(shop, country="DE")
    sells_by(replace(INCLUDED, delivery=(PICKUP,)))
    assert shop.cart()["delivery"] == {"method": "pickup", "country": "DE", "region": None}
    italy_alone = Method("post", "Post", 300, frozenset({"IT"}))
    sells_by(replace(INCLUDED, delivery=(italy_alone,)))
    assert shop.cart()["delivery"] == {"method": "post", "country": "IT", "region": None}


def test_an_order_is_what_the_cart_said_line_by_line(shop: Shop) -> None:
    sells_by(ADDED)
    shop.put("w", quantity=3)
    delivered(shop)
    shop.call("PUT /cart/codes/TEN")
    # 750 - 75 = 675, its tax 148.5; the courier's 490, its tax 107.8
    cart = shop.cart()
    assert cart["total"] == euros(675 + 149 + 490 + 108)

    placed = shop.check_out(cart["total"]["amount"])
    assert placed.status == 202
    order = shop.order(placed.body["order_id"])
    assert (order["total"], order["totals"]) == (cart["total"], cart["totals"])
    (line,) = order["lines"]
    assert (line["discount"], line["tax"], line["paid"]) == (euros(75), euros(149), euros(824))
    assert orders.load(placed.body["order_id"]).codes == ("TEN",)


def test_an_address_that_changes_the_total_is_told_of_with_all_totals_and_nothing_is_ordered(
    shop: Shop,
) -> None:
    sells_by(ADDED)
    shop.put("w", quantity=4)
    delivered(shop)
    expected = shop.cart()["total"]["amount"]
    reply = shop.check_out(expected, shipping_address=GERMANY)
    assert reply.refusal == (409, "price-changed")
    assert totals(reply.body) == [("items", 1000), ("delivery", 490), ("VAT 19%", 190 + 93), ("total", 1773)]
    assert shop.check_out(1773, shipping_address=GERMANY).status == 202


def test_an_address_that_the_chosen_method_does_not_go_to_is_refused_with_those_that_do(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    delivered(shop)
    france = GERMANY | {"city": "Paris", "postal_code": "75001", "country": "FR"}
    reply = shop.check_out(740, shipping_address=france)
    assert reply.refusal == (422, "invalid-request")
    assert reply.body["options"] == [{"method": "pickup", "name": "Pickup"}]


NOWHERE = {"name": "Ada Lovelace", "country": "IT"}


def test_who_picks_up_needs_no_street_and_who_has_it_brought_is_told_what_is_missing(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    assert delivered(shop).body["needs_street"]
    reply = shop.check_out(740, shipping_address=NOWHERE)
    assert reply.refusal == (422, "invalid-request")
    fields = [error["field"] for error in reply.body["errors"]]
    assert fields == [f"shipping_address.{member}" for member in ("line1", "city", "postal_code")]

    assert not delivered(shop, method="pickup").body["needs_street"]
    order_id = shop.check_out(250, shipping_address=NOWHERE).body["order_id"]
    assert orders.load(order_id).shipping_address == NOWHERE


def test_what_nobody_has_to_bring_needs_no_street_but_the_state_where_it_is_taxed(shop: Shop) -> None:
    water = catalog.products()["water"]
    catalog.save(replace(water, needs_delivery=False))
    sells_by(INCLUDED)
    cart = shop.put("w").body
    assert (cart["delivery"], cart["delivery_countries"], cart["needs_street"]) == (None, [], False)

    reply = shop.check_out(250, shipping_address=NOWHERE | {"country": "US"})
    assert [error["field"] for error in reply.body["errors"]] == ["shipping_address.region"]
    assert shop.check_out(250, shipping_address=NOWHERE).status == 202


def test_a_shop_that_does_not_speak_of_delivery_brings_its_goods_to_a_street(shop: Shop) -> None:
    assert shop.put("w").body["needs_street"]
    assert shop.check_out(250, shipping_address=NOWHERE).refusal == (422, "invalid-request")


def test_a_file_that_is_loaded_while_a_cart_is_open_is_told_of_before_anybody_pays(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    delivered(shop)
    sells_by(replace(INCLUDED, delivery=(PICKUP, replace(COURIER, price=590))))
    reply = shop.check_out(740)
    assert (reply.refusal, reply.body["total"]) == ((409, "price-changed"), euros(840))


def test_an_order_keeps_its_amounts_whatever_is_loaded_later(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    delivered(shop)
    order_id = shop.check_out(740).body["order_id"]
    before = shop.order(order_id)
    sells_by(ADDED)
    assert shop.order(order_id) == before


def test_a_cart_that_an_order_claims_takes_neither_code_nor_delivery(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    assert shop.check_out(250).status == 202
    assert delivered(shop).refusal == (409, "checkout-in-progress")
    assert shop.call("PUT /cart/codes/TEN").refusal == (409, "checkout-in-progress")


def test_a_cart_changes_only_at_the_version_that_was_named(shop: Shop) -> None:
    sells_by(INCLUDED)
    shop.put("w")
    stale = {"If-Match": '"7"'}
    assert shop.call("PUT /cart/codes/TEN", headers=stale).refusal == (412, "cart-changed")
    assert shop.call("PUT /cart/delivery", COURIER_TO_ITALY, headers=stale).refusal == (412, "cart-changed")

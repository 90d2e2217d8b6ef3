"""What a cart says of the stock of its lines, and of what is no longer sold."""

from typing import Any

import pytest

from functions.catalog.replace_catalog import replace_catalog
from functions.order.order import Reason
from tests.handlers import cloud, saga
from tests.handlers.guests import Guest, merge
from tests.handlers.saga import reserves
from tests.handlers.shop import PIZZA, WATER, Shop, euros


def told(cart: Any) -> list[tuple[str, int | None]]:
    return [(line["stock"], line["available"]) for line in cart["lines"]]


@pytest.mark.parametrize(
    ("units", "wanted", "stock", "available"),
    [
        (0, 1, "sold_out", 0),
        (2, 99, "short", 2),
        (1, 2, "short", 1),
        (1, 1, "low", None),
        (5, 5, "low", None),
        (6, 6, "in_stock", None),
        (10, 11, "short", 10),
    ],
)
def test_a_line_tells_whether_its_units_are_there_and_how_many_if_they_are_too_few(
    shop: Shop, units: int, wanted: int, stock: str, available: int | None
) -> None:
    shop.stock("water", units)
    assert told(shop.put(quantity=wanted).body) == [(stock, available)]
    assert told(shop.cart()) == [(stock, available)]


def test_lines_of_one_sku_are_taken_together_and_others_apart(shop: Shop) -> None:
    shop.stock("water", 3)
    shop.put("a", quantity=2)
    shop.put("p", sku="pizza", options={"size": "large"})
    cart = shop.put("b", quantity=2).body
    assert told(cart) == [("short", 3), ("in_stock", None), ("short", 3)]
    assert told(shop.call("DELETE /cart/lines/a").body) == [("in_stock", None), ("low", None)]


def test_stock_is_shown_as_it_is_now_not_as_it_was_a_moment_ago(shop: Shop) -> None:
    shop.put(quantity=2)
    assert told(shop.cart()) == [("in_stock", None)]
    shop.stock("water", 1)
    assert told(shop.cart()) == [("short", 1)]


@pytest.mark.usefixtures("empty_shelves")
def test_what_was_never_received_is_sold_out(shop: Shop) -> None:
    assert told(shop.put().body) == [("sold_out", 0)]


def test_what_an_order_of_the_cart_holds_is_there_for_its_customer_alone(shop: Shop) -> None:
    shop.stock("water", 1)
    shop.put(owner="own_eve")
    order_id = shop.buys()
    reserves(order_id)
    assert told(shop.cart()) == [("low", None)]
    assert told(shop.cart("own_eve")) == [("sold_out", 0)]
    saga.cancel(order_id, Reason.PAYMENT_DECLINED)
    assert told(shop.cart("own_eve")) == [("low", None)]


def test_a_merged_cart_tells_it_too(shop: Shop, guest: Guest) -> None:
    shop.stock("water", 3)
    shop.put("a", quantity=2)
    shop.put("b", owner=guest.owner, quantity=2)
    assert told(merge(shop, guest).body) == [("short", 3), ("short", 3)]


@pytest.mark.usefixtures("withdrawn_water")
def test_a_withdrawn_product_stays_unpriced_and_keeps_the_cart_from_being_placed(shop: Shop) -> None:
    shop.put("p", sku="pizza", options={"size": "large"})
    cart = shop.cart()
    gone = {"line_id": "w", "sku": "water", "name": "Water", "options": {}, "quantity": 2}
    unpriced = dict.fromkeys(("unit_price", "line_total", "discount", "tax", "available"))
    assert cart["lines"][0] == gone | unpriced | {"stock": "withdrawn"}
    assert cart["total"] == euros(1100)
    for total in (1100, 1600):
        reply = shop.check_out(total)
        assert reply.refusal == (409, "unavailable")
        assert reply.body["lines"] == [
            {"line_id": "w", "sku": "water", "name": "Water", "wanted": 2, "available": 0}
        ]
    assert shop.cart() == cart
    healed = shop.call("DELETE /cart/lines/w").body
    assert [line["line_id"] for line in healed["lines"]] == ["p"]
    assert shop.check_out(1100).status == 202


@pytest.mark.usefixtures("withdrawn_water")
def test_a_cart_of_withdrawn_lines_alone_costs_nothing_and_is_not_empty(shop: Shop) -> None:
    assert shop.cart()["total"] == euros(0)
    assert shop.check_out(0).refusal == (409, "unavailable")


@pytest.mark.usefixtures("withdrawn_water")
def test_a_withdrawn_product_that_is_sold_again_is_priced_again(shop: Shop) -> None:
    replace_catalog([PIZZA, WATER])
    cloud.forget_data()
    assert told(shop.cart()) == [("in_stock", None)]
    assert shop.check_out(500).status == 202


def test_an_option_that_is_no_longer_offered_withdraws_the_line_alone_that_chose_it(shop: Shop) -> None:
    shop.put("a", sku="pizza", options={"size": "large", "toppings": ["olives"]})
    shop.put("b", sku="pizza", options={"size": "large"}, quantity=3)
    try:
        plain = PIZZA.__class__(PIZZA.sku, PIZZA.name, "", PIZZA.unit_price, PIZZA.options[:1], 1)
        replace_catalog([plain, WATER])
        cloud.forget_data()
        shop.stock("pizza", 3)
        cart = shop.cart()
        assert told(cart) == [("withdrawn", None), ("low", None)]
        assert cart["total"] == euros(3300)
        reply = shop.check_out(3300)
        assert [line["line_id"] for line in reply.body["lines"]] == ["a"]
    finally:
        replace_catalog([PIZZA, WATER])
        cloud.forget_data()


def test_an_order_that_was_placed_before_goes_on(shop: Shop, request: pytest.FixtureRequest) -> None:
    order_id = shop.buys()
    request.getfixturevalue("withdrawn_water")
    saga.confirm(order_id)
    assert shop.order(order_id)["status"] == "CONFIRMED"

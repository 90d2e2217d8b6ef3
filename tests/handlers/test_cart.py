from datetime import datetime
from typing import Any

import pytest

from functions.cart import store
from functions.cart.cart import Cart
from functions.shared import ids
from harness.items import breaks
from tests.handlers.guests import line_ids
from tests.handlers.shop import Shop, euros


def of_no_file(total: int = 0) -> dict[str, Any]:
    """What else is shown of a cart in a shop without a file."""
    row = {"amount": euros(total), "included": False}
    named = {"items": "Items", "total": "Total", "to_pay": "To pay"}
    costs = {"total": euros(total), "credit": None, "to_pay": euros(total)}
    totals = [row | {"type": type_, "label": label} for type_, label in named.items()]
    delivery = {"delivery": None, "delivery_options": [], "delivery_countries": [], "needs_street": total > 0}
    return costs | delivery | {"codes": [], "priced": True, "totals": totals}


def test_a_cart_that_was_never_touched_is_empty_at_version_0(shop: Shop) -> None:
    reply = shop.call("GET /cart")
    assert reply.status == 200
    assert reply.body == of_no_file() | {"lines": [], "version": 0, "checkout": None}
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_line_is_priced_with_its_options_and_the_answer_is_the_whole_cart(shop: Shop) -> None:
    shop.put("w", sku="water", quantity=1)
    options = {"size": "large", "toppings": ["olives", "rocket"]}
    reply = shop.put("p.1:a_B-2", sku="pizza", options=options, quantity=3)
    water = {"line_id": "w", "sku": "water", "name": "Water", "options": {}, "quantity": 1}
    pizza = {"line_id": "p.1:a_B-2", "sku": "pizza", "name": "Margherita", "options": options, "quantity": 3}
    plenty = {"stock": "in_stock", "available": None, "discount": euros(0), "tax": euros(0)}
    lines = [
        water | {"unit_price": euros(250), "line_total": euros(250)} | plenty,
        pizza | {"unit_price": euros(1350), "line_total": euros(4050)} | plenty,
    ]
    expected = of_no_file(4300) | {"lines": lines, "version": 2, "checkout": None}
    assert (reply.status, reply.body) == (200, expected)
    assert reply.headers["ETag"] == '"2"'
    assert shop.cart() == expected


def test_options_may_be_left_out_altogether(shop: Shop) -> None:
    reply = shop.call("PUT /cart/lines/1", {"sku": "water", "quantity": 1})
    assert (reply.status, reply.body["lines"][0]["options"]) == (200, {})


def test_an_identical_put_changes_nothing_not_even_the_version(shop: Shop) -> None:
    options = {"size": "large", "toppings": ["olives"]}
    first = shop.put(sku="pizza", options=options, quantity=2)
    again = shop.put(sku="pizza", options=dict(reversed(options.items())), quantity=2)
    assert (again.status, again.body) == (first.status, first.body)
    assert shop.cart()["version"] == 1


def test_another_put_replaces_the_line_in_its_place(shop: Shop) -> None:
    shop.put("a")
    shop.put("b")
    reply = shop.put("a", quantity=5)
    assert [(line["line_id"], line["quantity"]) for line in reply.body["lines"]] == [("a", 5), ("b", 1)]
    assert reply.body["version"] == 3


def test_carts_of_different_owners_have_nothing_to_do_with_each_other(shop: Shop) -> None:
    shop.put(owner="own_ada")
    assert line_ids(shop, "own_eve") == []


@pytest.mark.parametrize("given", ["1", '"1"', " 1 ", "*"])
def test_if_match_with_the_carts_version_lets_the_change_pass(shop: Shop, given: str) -> None:
    shop.put()
    reply = shop.put(quantity=2, if_match=given)
    assert (reply.status, reply.body["version"]) == (200, 2)


@pytest.mark.parametrize("call", ["PUT /cart/lines/1", "DELETE /cart/lines/1"])
@pytest.mark.parametrize("given", ["0", "2", '"2"', "999999999999"])
def test_if_match_with_another_version_is_a_failed_precondition(shop: Shop, call: str, given: str) -> None:
    before = shop.put().body
    reply = shop.call(call, {"sku": "water", "quantity": 2}, headers={"if-match": given})
    assert reply.refusal == (412, "cart-changed")
    assert reply.body["version"] == 1
    assert shop.cart() == before


def test_deleting_a_line_answers_with_the_cart_without_it(shop: Shop) -> None:
    shop.put("a")
    shop.put("b")
    reply = shop.call("DELETE /cart/lines/a")
    assert reply.status == 200
    assert [line["line_id"] for line in reply.body["lines"]] == ["b"]
    assert (reply.body["version"], reply.body["total"]) == (3, euros(250))


def test_deleting_what_is_not_there_is_fine_and_changes_nothing(shop: Shop) -> None:
    assert shop.call("DELETE /cart/lines/a").body["version"] == 0
    before = shop.put("a").body
    reply = shop.call("DELETE /cart/lines/b")
    assert (reply.status, reply.body) == (200, before)


def test_a_cart_that_an_order_claims_cannot_be_changed_until_it_is_given_back(shop: Shop) -> None:
    before = shop.put("a").body
    order_id = ids.order_id("own_ada", "x")
    breaks("CARTS_TABLE", {"owner": "own_ada"}, "checkout", order_id)
    assert shop.cart() == before | {"checkout": order_id}
    for refused in (shop.put("b"), shop.call("DELETE /cart/lines/a")):
        assert (*refused.refusal, refused.body["order_id"]) == (409, "checkout-in-progress", order_id)
    breaks("CARTS_TABLE", {"owner": "own_ada"}, "checkout")
    assert shop.cart() == before
    assert shop.put("b").status == 200


@pytest.fixture
def overtaken(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Between the next load of a cart and its save another tab puts a line; who was overtaken is listed."""
    load = store.load
    raced: list[str] = []

    def load_then_lose(owner: str, now: datetime) -> Cart:
        seen = load(owner, now)
        if not raced:
            raced.append(owner)
            shop.put("tab-2")
        return seen

    monkeypatch.setattr(store, "load", load_then_lose)
    return raced


def test_a_change_that_another_tab_overtakes_is_made_on_the_cart_as_it_now_is(
    shop: Shop, overtaken: list[str]
) -> None:
    reply = shop.put("tab-1")
    assert overtaken == ["own_ada"]
    assert [line["line_id"] for line in reply.body["lines"]] == ["tab-2", "tab-1"]
    assert reply.body["version"] == 2


def test_if_match_holds_against_a_tab_that_overtakes(shop: Shop, overtaken: list[str]) -> None:
    assert shop.put(if_match="0").refusal == (412, "cart-changed")
    assert overtaken == ["own_ada"]
    assert line_ids(shop) == ["tab-2"]

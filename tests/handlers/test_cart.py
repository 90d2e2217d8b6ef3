import json
from typing import Any

import pytest

from functions.shared import table
from functions.shared.table import Write
from tests.handlers.shop import Shop


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def claim(order_id: str | None, owner: str = "own_ada") -> None:
    update = "SET #checkout = :order" if order_id else "REMOVE #checkout"
    values = {"order": order_id} if order_id else {}
    key = {"owner": owner}
    condition = "attribute_exists(#owner)"
    table.write(
        Write(table="CARTS_TABLE", label="", key=key, condition=condition, update=update, values=values)
    )


def test_a_cart_that_was_never_touched_is_empty_at_version_0(shop: Shop) -> None:
    reply = shop.call("GET /cart")
    assert reply.status == 200
    assert reply.body == {"lines": [], "total": euros(0), "version": 0, "checkout": None}
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_line_is_priced_with_its_options_and_the_answer_is_the_whole_cart(shop: Shop) -> None:
    shop.put("w", sku="water", quantity=1)
    options = {"size": "large", "toppings": ["olives", "rocket"]}
    reply = shop.put("p.1:a_B-2", sku="pizza", options=options, quantity=3)
    expected = {
        "lines": [
            {
                "line_id": "w",
                "sku": "water",
                "name": "Water",
                "options": {},
                "quantity": 1,
                "unit_price": euros(250),
                "line_total": euros(250),
            },
            {
                "line_id": "p.1:a_B-2",
                "sku": "pizza",
                "name": "Margherita",
                "options": options,
                "quantity": 3,
                "unit_price": euros(1350),
                "line_total": euros(4050),
            },
        ],
        "total": euros(4300),
        "version": 2,
        "checkout": None,
    }
    assert (reply.status, reply.body) == (200, expected)
    assert reply.headers["ETag"] == '"2"'
    assert shop.call("GET /cart").body == expected


def test_options_may_be_left_out_altogether(shop: Shop) -> None:
    reply = shop.call("PUT /cart/lines/1", {"sku": "water", "quantity": 1})
    assert (reply.status, reply.body["lines"][0]["options"]) == (200, {})


def test_an_identical_put_changes_nothing_not_even_the_version(shop: Shop) -> None:
    options = {"size": "large", "toppings": ["olives"]}
    first = shop.put(sku="pizza", options=options, quantity=2)
    again = shop.put(sku="pizza", options=dict(reversed(options.items())), quantity=2)
    assert (again.status, again.body) == (first.status, first.body)
    assert shop.call("GET /cart").body["version"] == 1


def test_another_put_replaces_the_line_in_its_place(shop: Shop) -> None:
    shop.put("a")
    shop.put("b")
    reply = shop.put("a", quantity=5)
    assert [(line["line_id"], line["quantity"]) for line in reply.body["lines"]] == [("a", 5), ("b", 1)]
    assert reply.body["version"] == 3


def test_carts_of_different_owners_have_nothing_to_do_with_each_other(shop: Shop) -> None:
    shop.put(owner="own_ada")
    assert shop.call("GET /cart", owner="own_eve").body["lines"] == []


@pytest.mark.parametrize("given", ["1", '"1"', " 1 ", "*"])
def test_if_match_with_the_carts_version_lets_the_change_pass(shop: Shop, given: str) -> None:
    shop.put()
    body = {"sku": "water", "quantity": 2}
    reply = shop.call("PUT /cart/lines/1", body, headers={"If-Match": given})
    assert (reply.status, reply.body["version"]) == (200, 2)


@pytest.mark.parametrize("call", ["PUT /cart/lines/1", "DELETE /cart/lines/1"])
@pytest.mark.parametrize("given", ["0", "2", '"2"', "999999999999"])
def test_if_match_with_another_version_is_a_failed_precondition(shop: Shop, call: str, given: str) -> None:
    before = shop.put().body
    reply = shop.call(call, {"sku": "water", "quantity": 2}, headers={"if-match": given})
    assert reply.refusal == (412, "cart-changed")
    assert reply.body["version"] == 1
    assert shop.call("GET /cart").body == before


@pytest.mark.parametrize("given", ["", 'W/"1"', "one", "-1", "1.0", '"1", "2"', "9" * 5000, "\ud800", "\x00"])
def test_if_match_that_is_no_version_is_refused(shop: Shop, given: str) -> None:
    shop.put()
    body = {"sku": "water", "quantity": 2}
    reply = shop.call("PUT /cart/lines/1", body, headers={"If-Match": given})
    assert reply.refusal == (422, "invalid-request")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"sku": "nothing"}, id="unknown sku"),
        pytest.param({"sku": ""}, id="empty sku"),
        pytest.param({"sku": 1}, id="sku of another type"),
        pytest.param({"sku": "water\x00"}, id="NUL in the sku"),
        pytest.param({"sku": "x" * 5000}, id="overlong sku"),
        pytest.param({"sku": "water", "options": {"size": "large"}}, id="unknown option"),
        pytest.param({"sku": "water", "options": None}, id="options null"),
        pytest.param({"sku": "water", "options": []}, id="options a list"),
        pytest.param({"sku": "pizza", "options": {}}, id="required option left out"),
        pytest.param({"sku": "pizza", "options": {"size": ""}}, id="empty choice"),
        pytest.param({"sku": "pizza", "options": {"size": None}}, id="choice null"),
        pytest.param({"sku": "pizza", "options": {"size": "huge"}}, id="unknown choice"),
        pytest.param({"sku": "pizza", "options": {"size": "Large"}}, id="choice in another case"),
        pytest.param({"sku": "pizza", "options": {"size": ["large"]}}, id="a list for a single choice"),
        pytest.param(
            {"sku": "pizza", "options": {"size": "large", "toppings": "olives"}}, id="one choice for a list"
        ),
        pytest.param(
            {"sku": "pizza", "options": {"size": "large", "toppings": ["olives", "olives"]}}, id="twice"
        ),
        pytest.param(
            {"sku": "pizza", "options": {"size": "large", "toppings": [["olives"]]}}, id="nested choices"
        ),
        pytest.param({"quantity": 0}, id="quantity 0"),
        pytest.param({"quantity": -1}, id="quantity -1"),
        pytest.param({"quantity": 100}, id="quantity 100"),
        pytest.param({"quantity": 10**30}, id="quantity huge"),
        pytest.param({"quantity": 1.0}, id="quantity 1.0"),
        pytest.param({"quantity": 1.5}, id="quantity 1.5"),
        pytest.param({"quantity": True}, id="quantity true"),
        pytest.param({"quantity": "1"}, id="quantity as text"),
        pytest.param({"quantity": None}, id="quantity null"),
        pytest.param({"price": 1}, id="unknown field"),
        pytest.param({"line_id": "1"}, id="the line's id in the body"),
    ],
)
def test_a_line_that_the_shop_cannot_sell_is_refused_and_changes_nothing(
    shop: Shop, line: dict[str, Any]
) -> None:
    reply = shop.put(**line)
    assert reply.refusal == (422, "invalid-request")
    assert shop.call("GET /cart").body["version"] == 0


@pytest.mark.parametrize("missing", ["sku", "quantity"])
def test_a_refusal_names_the_field_that_is_missing(shop: Shop, missing: str) -> None:
    body = {"sku": "water", "quantity": 1}
    del body[missing]
    reply = shop.call("PUT /cart/lines/1", body)
    assert reply.refusal == (422, "invalid-request")
    assert reply.body["errors"] == [{"field": missing, "message": "Field required"}]
    assert missing in reply.body["detail"]


@pytest.mark.parametrize("quantity", [1, 99])
def test_quantities_from_1_to_99_are_taken(shop: Shop, quantity: int) -> None:
    assert shop.put(quantity=quantity).body["total"] == euros(250 * quantity)


def test_a_cart_holds_fifty_lines_and_not_one_more(shop: Shop) -> None:
    for number in range(50):
        assert shop.put(f"line-{number}").status == 200
    assert shop.put("line-50").refusal == (422, "invalid-request")
    assert shop.put("line-49", quantity=2).status == 200
    assert shop.call("DELETE /cart/lines/line-0").status == 200
    assert shop.put("line-50").status == 200


@pytest.mark.parametrize("line_id", ["x" * 65, "a b", "ü", "a%00", "a%2Fb", "🍕", "a'b", "[1]", "\u0661"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_line_id_is_1_to_64_plain_characters(shop: Shop, method: str, line_id: str) -> None:
    reply = shop.call(f"{method} /cart/lines/{line_id}", {"sku": "water", "quantity": 1})
    assert reply.refusal in {(422, "invalid-request"), (404, "not-found")}


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
    claim("ord_x")
    assert shop.call("GET /cart").body == before | {"checkout": "ord_x"}
    put, delete = shop.put("b"), shop.call("DELETE /cart/lines/a")
    for refused in (put, delete):
        assert refused.refusal == (409, "checkout-in-progress")
        assert refused.body["order_id"] == "ord_x"
    claim(None)
    assert shop.call("GET /cart").body == before
    assert shop.put("b").status == 200


def test_a_change_that_another_tab_overtakes_is_made_on_the_cart_as_it_now_is(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from functions.cart import store

    load, raced = store.load, []

    def overtaken(owner: str, now: Any) -> Any:
        seen = load(owner, now)
        if not raced:
            raced.append(True)
            shop.put("tab-2")
        return seen

    monkeypatch.setattr(store, "load", overtaken)
    reply = shop.put("tab-1")
    assert raced
    assert [line["line_id"] for line in reply.body["lines"]] == ["tab-2", "tab-1"]
    assert reply.body["version"] == 2


def test_if_match_holds_against_a_tab_that_overtakes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.cart import store

    shop.put("a")
    load, raced = store.load, []

    def overtaken(owner: str, now: Any) -> Any:
        seen = load(owner, now)
        if not raced:
            raced.append(True)
            shop.put("tab-2")
        return seen

    monkeypatch.setattr(store, "load", overtaken)
    body = {"sku": "water", "quantity": 2}
    reply = shop.call("PUT /cart/lines/a", body, headers={"If-Match": "1"})
    assert reply.refusal == (412, "cart-changed")
    assert [line["quantity"] for line in shop.call("GET /cart").body["lines"]] == [1, 1]


def test_an_unparsable_body_is_400_and_an_oversized_one_413(shop: Shop) -> None:
    assert shop.call("PUT /cart/lines/1", raw="{").refusal == (400, "malformed-json")
    assert shop.call("PUT /cart/lines/1").refusal == (400, "malformed-json")
    padded = json.dumps({"sku": "water", "quantity": 1}).ljust(64 * 1024)
    assert shop.call("PUT /cart/lines/1", raw=padded).status == 200
    assert shop.call("PUT /cart/lines/1", raw=padded + " ").refusal == (413, "body-too-large")

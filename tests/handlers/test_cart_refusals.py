import json
from typing import Any

import pytest

from functions.cart import store
from functions.cart.cart import Cart, Line
from functions.shared import clock
from tests.handlers.shop import Shop, euros

QUANTITIES = (0, -1, 100, 10**30, 1.0, 1.5, True, "1", None)
SIZES = ("", None, "huge", "Large", ["large"])
TOPPINGS = ("olives", ["olives", "olives"], [["olives"]])


@pytest.mark.parametrize(
    "given", [" ", 'W/"1"', "one", "-1", "1.0", '"1", "2"', "9" * 5000, "\ud800", "\x00"]
)
def test_if_match_that_is_no_version_is_refused(shop: Shop, given: str) -> None:
    shop.put()
    assert shop.put(quantity=2, if_match=given).refusal == (422, "invalid-request")


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
        pytest.param({"price": 1}, id="unknown field"),
        *(pytest.param({"sku": "pizza", "options": {"size": one}}, id=f"size {one!r}") for one in SIZES),
        *(
            pytest.param({"sku": "pizza", "options": {"size": "large", "toppings": one}}, id=str(one))
            for one in TOPPINGS
        ),
        *(pytest.param({"quantity": one}, id=f"quantity {one!r}") for one in QUANTITIES),
    ],
)
def test_a_line_that_the_shop_cannot_sell_is_refused_and_changes_nothing(
    shop: Shop, line: dict[str, Any]
) -> None:
    reply = shop.put(**line)
    assert reply.refusal == (422, "invalid-request")
    assert shop.cart()["version"] == 0


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
    lines = tuple(Line(f"line-{number}", "water", {}, 1) for number in range(49))
    store.save(Cart("own_ada", lines, version=1), Cart("own_ada"), clock.now())
    assert shop.put("line-49").status == 200
    assert shop.put("line-50").refusal == (422, "invalid-request")
    assert shop.put("line-49", quantity=2).status == 200
    assert shop.call("DELETE /cart/lines/line-0").status == 200
    assert shop.put("line-50").status == 200


@pytest.mark.parametrize("line_id", ["x" * 65, "a b", "ü", "a%00", "a%2Fb", "🍕", "a'b", "[1]", "\u0661"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_line_id_is_1_to_64_plain_characters(shop: Shop, method: str, line_id: str) -> None:
    reply = shop.call(f"{method} /cart/lines/{line_id}", {"sku": "water", "quantity": 1})
    assert reply.refusal in {(422, "invalid-request"), (404, "not-found")}


def test_an_unparsable_body_is_400_and_an_oversized_one_413(shop: Shop) -> None:
    assert shop.call("PUT /cart/lines/1", raw="{").refusal == (400, "malformed-json")
    assert shop.call("PUT /cart/lines/1").refusal == (400, "malformed-json")
    padded = json.dumps({"sku": "water", "quantity": 1}).ljust(64 * 1024)
    assert shop.call("PUT /cart/lines/1", raw=padded).status == 200
    assert shop.call("PUT /cart/lines/1", raw=padded + " ").refusal == (413, "body-too-large")

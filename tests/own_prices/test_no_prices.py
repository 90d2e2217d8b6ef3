"""A shop's own function that says nothing, or what does not add up: no order, and carts that stay."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from functions.shared.table import scan
from harness.invocation import Outcome
from harness.moto.world import SKU, World
from tests.own_prices.conftest import Makes
from tests.own_prices.test_own_prices import TOTAL

Json = dict[str, Any]
HERE = "https://lambda.eu-west-1.amazonaws.com"
TIMED_OUT = ReadTimeoutError(endpoint_url=HERE)
REFUSED = (503, "prices-unavailable")


WRONG: dict[str, Callable[[Json], Any]] = {
    "a wrong sum": lambda told: told | {"total": TOTAL + 1},
    "a negative line": lambda told: told | {"lines": [told["lines"][0] | {"subtotal": -1}]},
    "another currency": lambda told: told | {"currency": "USD"},
    "a missing line": lambda told: told | {"lines": []},
    "an unknown code": lambda told: told | {"codes": [{"code": "MORE", "why": None}]},
    "an unknown method": lambda told: told | {"delivery": told["delivery"] | {"method": "balloon"}},
    "nothing that is a quote": lambda told: "259.13",
}
"""Each rule by itself: tests/unit/test_own_quote.py."""


def unpriced(shop: World, owner: str) -> Json:
    answer = shop.api("GET", "/cart", owner=owner)
    assert (answer.status, answer.json["priced"]) == (200, False)
    assert (answer.json["total"], answer.json["to_pay"], answer.json["totals"]) == (None, None, [])
    return answer.json


def is_refused(shop: World, owner: str) -> None:
    """And nothing is written."""
    before = shop.order_ids()
    refused = shop.checkout(owner, total=TOTAL)
    assert (refused.status, refused.problem) == REFUSED
    assert refused.headers["retry-after"] == "5"
    assert shop.order_ids() == before
    assert shop.api("GET", "/cart", owner=owner).json["checkout"] is None


def forget_keys(shop: World) -> None:
    """A day has passed: nobody remembers which requests were made."""
    for item in scan("IDEMPOTENCY_TABLE"):
        table = shop.cloud.template.tables["Idempotency"].name
        shop.cloud.dynamodb.delete_item(TableName=table, Key={"id": {"S": item["id"]}})


@pytest.mark.parametrize("what", WRONG)
def test_an_answer_that_does_not_add_up_is_no_price(shop: World, owner: str, makes: Makes, what: str) -> None:
    makes.answers = lambda right: Outcome(WRONG[what](right))
    unpriced(shop, owner)
    is_refused(shop, owner)


@pytest.mark.parametrize("error", [TIMED_OUT, EndpointConnectionError(endpoint_url=HERE)])
def test_a_function_that_does_not_answer_is_no_price(
    shop: World, owner: str, makes: Makes, error: Exception
) -> None:
    makes.silent(error)
    unpriced(shop, owner)
    is_refused(shop, owner)


def test_a_function_that_breaks_is_no_price_though_what_it_says_looks_like_one(
    shop: World, owner: str, makes: Makes
) -> None:
    makes.dies()
    unpriced(shop, owner)
    is_refused(shop, owner)


@pytest.mark.parametrize("error", ["TooManyRequestsException", "ResourceNotFoundException"])
@pytest.mark.parametrize("kind", ["call_before", "call_after"])
@pytest.mark.parametrize("function", ["Cart", "Checkouts"])
def test_a_call_that_fails_is_made_once_and_is_no_price(
    shop: World, owner: str, function: str, kind: str, error: str
) -> None:
    fault = shop.fault(function, kind, at="Invoke", error=error)
    unpriced(shop, owner) if function == "Cart" else is_refused(shop, owner)
    assert fault.hits == 1
    assert shop.api("GET", "/cart", owner=owner).json["total"]["amount"] == TOTAL


def test_a_cart_without_prices_can_be_changed_in_every_way(shop: World, owner: str, makes: Makes) -> None:
    makes.silent(TIMED_OUT)
    changes = [
        ("PUT", "/cart/lines/two", {"sku": SKU, "options": {}, "quantity": 2}),
        ("DELETE", f"/cart/lines/{SKU}", None),
        ("PUT", "/cart/delivery", {"method": "pickup", "country": "IT"}),
        ("PUT", "/cart/codes/later", None),
        ("DELETE", "/cart/codes/PARTY", None),
    ]
    for method, path, body in changes:
        makes.asked.clear()
        assert shop.api(method, path, body, owner=owner).status == 200, path
        assert len(makes.asked) == 1, path
    shown = unpriced(shop, owner)
    (line,) = shown["lines"]
    assert (line["line_id"], line["unit_price"], line["line_total"], line["stock"]) == (
        "two",
        None,
        None,
        "in_stock",
    )
    assert shown["delivery"] == {"method": "pickup", "country": "IT", "region": None}
    assert {one["price"] for one in shown["delivery_options"]} == {None}
    assert shown["codes"] == [{"code": "LATER", "applied": False, "takes_off": None, "why": None}]


def test_credit_that_depends_on_the_total_waits_for_it(shop: World, owner: str, makes: Makes) -> None:
    shop.uses_credit(owner, 1000)
    makes.silent(TIMED_OUT)
    refused = shop.api("PUT", "/cart/credit", {"all": True}, owner=owner)
    assert (refused.status, refused.problem) == REFUSED
    assert shop.api("PUT", "/cart/credit", {"amount": 500}, owner=owner).json["credit"]["amount"] == 500


def test_a_code_that_was_entered_unheard_says_why_it_does_not_apply_once_there_are_prices(
    shop: World, owner: str, makes: Makes
) -> None:
    makes.silent(TIMED_OUT)
    shop.api("PUT", "/cart/codes/LATER", owner=owner)
    makes.answers = Outcome
    shown = shop.api("GET", "/cart", owner=owner).json
    assert shown["codes"][-1] == {"code": "LATER", "applied": False, "takes_off": None, "why": "unknown"}


def test_a_repeat_meets_its_order_while_the_function_is_dead_and_nobody_asks_it(
    shop: World, owner: str, makes: Makes
) -> None:
    first = shop.checkout(owner, total=TOTAL, key="once")
    assert first.status == 202
    makes.silent(TIMED_OUT)
    for then in (lambda: None, shop.run_to_rest, lambda: shop.fills_cart({SKU: 3}, owner)):
        then()
        makes.asked.clear()
        repeated = shop.checkout(owner, total=TOTAL, key="once")
        assert repeated.json["order_id"] == first.json["order_id"]
        assert makes.asked == []
    shop.fills_cart({}, owner)


def test_a_repeat_whose_record_is_gone_meets_its_order_all_the_same(
    shop: World, owner: str, makes: Makes
) -> None:
    order_id = shop.checkout(owner, total=TOTAL, key="once").json["order_id"]
    shop.run_to_rest()
    forget_keys(shop)
    shop.fills_cart({SKU: 3}, owner)
    makes.silent(TIMED_OUT)
    makes.asked.clear()
    assert shop.checkout(owner, total=TOTAL, key="once").json["order_id"] == order_id
    assert makes.asked == []
    shop.fills_cart({}, owner)


def test_a_checkout_goes_through_once_the_function_answers_again(
    shop: World, owner: str, makes: Makes
) -> None:
    makes.silent(TIMED_OUT)
    refused = shop.checkout(owner, total=TOTAL, key="again")
    assert (refused.status, refused.problem) == REFUSED
    makes.answers = Outcome
    assert shop.checkout(owner, total=TOTAL, key="again").status == 202
    shop.run_to_rest()


def test_refused_checkouts_and_missing_quotes_are_counted(
    shop: World, owner: str, makes: Makes, capsys: pytest.CaptureFixture[str]
) -> None:
    makes.answers = lambda right: Outcome(right | {"total": 1})
    is_refused(shop, owner)
    emitted = capsys.readouterr().out.replace(" ", "")
    assert '"PricesNotQuoted":1' in emitted
    assert '"why":"wrong"' in emitted
    assert '"why":"prices-unavailable"' in emitted


def test_a_checkout_that_dies_while_it_asks_is_placed_once_by_its_repeat_however_late_it_goes_on(
    shop: World, owner: str, makes: Makes
) -> None:
    dies = shop.fault("Checkouts", "hangs", at="Invoke")
    assert shop.checkout(owner, total=TOTAL, key="once").status >= 500
    shop.time_passes(60)
    placed = shop.checkout(owner, total=TOTAL, key="once")
    assert placed.status == 202
    dies.release()
    shop.run_to_rest()
    assert shop.order_ids() == [placed.json["order_id"]]
    assert shop.hold(placed.json["order_id"]).holds == TOTAL

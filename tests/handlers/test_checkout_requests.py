from typing import Any

import pytest

from functions.order import store as orders
from functions.order.order import Reason
from tests.handlers import cloud, saga
from tests.handlers.shop import ADDRESS, Reply, Shop, checkout_body, euros

KEY = {"Idempotency-Key": "k"}
INVALID = (422, "invalid-request")


def post(shop: Shop, body: Any = None, headers: dict[str, str] = KEY, **more: Any) -> Reply:
    return shop.call("POST /checkouts", body or checkout_body(), headers=headers, **more)


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb", "a\x00b", "a\x7f", "schlüssel", "🍕", "\ud800"])
def test_an_idempotency_key_is_1_to_255_printable_characters(shop: Shop, key: str) -> None:
    assert post(shop, headers={"Idempotency-Key": key}).refusal == INVALID


def test_without_an_idempotency_key_nothing_is_ordered(shop: Shop) -> None:
    shop.put()
    reply = post(shop, headers={})
    assert reply.refusal == INVALID
    assert "Idempotency-Key" in reply.body["detail"]


@pytest.mark.parametrize("key", ["x", "x" * 255, " ~!\"'\\/{}", "own_ada"])
def test_any_printable_key_will_do(shop: Shop, key: str) -> None:
    shop.put()
    assert post(shop, headers={"idempotency-key": key}).status == 202


@pytest.mark.parametrize(
    "change",
    [
        *({"payment_method": given} for given in (None, "", "pm card", "x" * 256)),
        *({"expected_total": given} for given in (250, {"amount": 250}, euros(250) | {"currency": "USD"})),
        *({"expected_total": euros(250) | {"amount": given}} for given in (250.0, "250", True, -1, 10**40)),
        *({"cart_version": given} for given in ("1", 1.0, -1)),
        {"coupon": "x"},
        {"shipping_address": None},
        *({"shipping_address": ADDRESS | {"name": given}} for given in ("", "A\x00")),
        {"shipping_address": ADDRESS | {"line2": ""}},
        {"shipping_address": ADDRESS | {"line1": "x" * 201}},
        {"shipping_address": ADDRESS | {"postal_code": "x" * 21}},
        *({"shipping_address": ADDRESS | {"country": given}} for given in ("Italy", "it")),
        {"shipping_address": ADDRESS | {"planet": "Earth"}},
    ],
    ids=lambda change: ascii(change)[:90],
)
def test_a_body_that_is_not_as_described_is_refused(shop: Shop, change: dict[str, Any]) -> None:
    assert post(shop, checkout_body() | change).refusal == INVALID


def test_a_refused_body_leaves_the_key_free(shop: Shop) -> None:
    shop.put()
    assert shop.check_out(coupon="x").refusal == INVALID
    assert shop.cart()["checkout"] is None
    assert shop.check_out().status == 202


@pytest.mark.parametrize("missing", ["payment_method", "expected_total", "shipping_address"])
def test_a_refusal_names_what_is_missing(shop: Shop, missing: str) -> None:
    reply = post(shop, {name: given for name, given in checkout_body().items() if name != missing})
    assert reply.refusal == INVALID
    assert [error["field"] for error in reply.body["errors"]] == [missing]


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS | {"line2": "c/o Łukasz, 4º"},
        ADDRESS | {"line2": None},
        ADDRESS | {"name": "🍕", "postal_code": "x" * 20},
    ],
)
def test_an_address_of_any_script_is_kept_as_given(shop: Shop, address: dict[str, Any]) -> None:
    shop.put()
    placed = shop.check_out(shipping_address=address)
    assert placed.status == 202
    given = {name: value for name, value in address.items() if value is not None}
    assert orders.load(placed.body["order_id"]).shipping_address == given


def test_unparsable_bodies_are_400_and_oversized_ones_413(shop: Shop) -> None:
    for raw in ("", " ", "{", "[]x", "nope"):
        assert post(shop, raw=raw).refusal == (400, "malformed-json")
    assert post(shop, raw="x" * (64 * 1024 + 1)).refusal == (413, "body-too-large")
    assert post(shop, raw="[]").refusal == INVALID


def test_an_empty_cart_is_no_order_and_the_key_stays_free(shop: Shop) -> None:
    assert shop.check_out().refusal == (409, "cart-empty")
    shop.put()
    assert shop.check_out().status == 202


@pytest.mark.parametrize("expected", [250, 501])
def test_another_price_than_expected_is_told_with_the_total_and_the_key_stays_free(
    shop: Shop, expected: int
) -> None:
    shop.put(quantity=2)
    reply = shop.check_out(expected)
    assert reply.refusal == (409, "price-changed")
    assert reply.body["total"] == euros(500)
    assert shop.executions() == []
    assert shop.check_out(500).status == 202


def test_a_price_raised_since_the_customer_looked_is_not_charged(
    shop: Shop, request: pytest.FixtureRequest
) -> None:
    shop.put()
    request.getfixturevalue("dearer_water")
    reply = shop.check_out(250)
    assert (reply.refusal, reply.body["total"]["amount"]) == ((409, "price-changed"), 300)


def test_another_cart_version_than_expected_is_told_and_the_key_stays_free(shop: Shop) -> None:
    shop.put()
    reply = shop.check_out(cart_version=7)
    assert (reply.status, reply.body["version"]) == (409, 1)
    assert shop.check_out(cart_version=1).status == 202


def test_another_key_meets_the_checkout_in_progress_and_stays_free(shop: Shop) -> None:
    shop.put()
    first = shop.check_out(key="tab-1").body["order_id"]
    second = shop.check_out(key="tab-2")
    assert second.refusal == (409, "checkout-in-progress")
    assert second.body["order_id"] == first
    saga.cancel(first, Reason.OUT_OF_STOCK)
    third = shop.check_out(key="tab-2")
    assert third.status == 202
    assert third.body["order_id"] != first


def test_the_same_key_of_another_owner_is_another_order(shop: Shop) -> None:
    assert shop.buys("own_ada", key="same") != shop.buys("own_eve", key="same")


OTHER_BODIES = [
    pytest.param({"payment_method": "pm_card_mastercard"}, id="another card"),
    pytest.param({"expected_total": euros(251)}, id="another total"),
    pytest.param({"cart_version": 1}, id="with a version"),
    pytest.param({"shipping_address": ADDRESS | {"name": "Eve"}}, id="another address"),
]


@pytest.mark.parametrize("change", OTHER_BODIES)
@pytest.mark.parametrize("forgotten", [False, True], ids=["record kept", "record lost"])
def test_the_same_key_with_another_body_is_refused_whatever_the_cart_looks_like(
    shop: Shop, change: dict[str, Any], forgotten: bool
) -> None:
    order_id = shop.buys()
    if forgotten:
        cloud.empty_table("IDEMPOTENCY_TABLE")
    assert shop.check_out(**change).refusal == (422, "idempotency-key-reused")
    shop.stock("water", 1)
    saga.confirm(order_id)
    assert shop.cart()["lines"] == []
    assert shop.check_out(**change).refusal == (422, "idempotency-key-reused")


def test_the_same_body_in_another_order_of_fields_is_a_repeat(shop: Shop) -> None:
    shop.put()
    first = post(shop)
    reordered = dict(reversed(checkout_body().items()))
    assert post(shop, reordered, KEY | {"Prefer": "respond-async"}).body == first.body

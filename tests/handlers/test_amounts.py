"""What no card takes: nothing at all, too little, too much."""

from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest

from functions.catalog import store as catalog
from functions.checkout import place_order
from functions.order import store as orders
from functions.payment import store as payments
from functions.payment.payment import State
from functions.payment.steps import authorize_payment
from functions.shared.money import Money
from tests.handlers.shop import WATER, Reply, Shop, checkout_body, context, euros
from tests.items import present

DEAREST = 99_999_999


def costs(price: int) -> None:
    catalog.save(replace(WATER, unit_price=Money(price)))


def asks(shop: Shop, total: int, quantity: int = 1, key: str = "key-1", *without: str) -> Reply:
    shop.put("w", quantity=quantity)
    body = {name: given for name, given in checkout_body(total).items() if name not in without}
    return shop.call("POST /checkouts", body, headers={"Idempotency-Key": key})


@pytest.mark.parametrize("price", [1, 30, 49])
def test_less_than_the_provider_takes_is_told_with_the_minimum_and_orders_nothing(
    shop: Shop, price: int
) -> None:
    costs(price)
    refused = asks(shop, price)
    assert refused.refusal == (422, "amount-too-small")
    assert refused.body["minimum"] == euros(50)
    assert shop.cart()["checkout"] is None
    assert asks(shop, 50 * price, 50).status == 202, "the key is still free"


def test_the_least_that_the_provider_takes_is_ordered(shop: Shop) -> None:
    costs(50)
    assert asks(shop, 50).status == 202


def test_more_than_the_provider_takes_is_told_with_the_maximum_and_orders_nothing(shop: Shop) -> None:
    costs(DEAREST)
    refused = asks(shop, 99 * DEAREST, 99)
    assert refused.refusal == (422, "amount-too-large")
    assert refused.body["maximum"] == euros(DEAREST)
    assert shop.cart()["checkout"] is None
    assert asks(shop, DEAREST).status == 202, "the key is still free"


def test_a_repeat_meets_its_order_whatever_has_become_too_little_since(shop: Shop) -> None:
    costs(50)
    first = asks(shop, 50)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place_order, "_repeated", Mock(side_effect=place_order._repeated))
        again = shop.call("POST /checkouts", checkout_body(50), headers={"Idempotency-Key": "key-1"})
    assert again.body["order_id"] == first.body["order_id"]


def test_who_has_something_to_pay_must_say_with_what(shop: Shop) -> None:
    refused = asks(shop, 250, 1, "key-1", "payment_method")
    assert refused.refusal == (422, "invalid-request")
    assert [error["field"] for error in refused.body["errors"]] == ["payment_method"]
    assert shop.cart()["checkout"] is None


@pytest.mark.parametrize("without", [(), ("payment_method",)])
def test_nothing_to_pay_is_ordered_without_a_card_a_key_or_a_provider(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, without: tuple[str, ...]
) -> None:
    costs(0)
    for asked in ("credentials", "breaker", "provider_limits"):
        monkeypatch.setattr(place_order, asked, None)
    placed = asks(shop, 0, 3, "key-1", *without)
    assert placed.status == 202
    assert orders.load(placed.body["order_id"]).payment_method is None


def test_a_payment_of_nothing_is_recorded_and_nobody_is_asked(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.payment.steps._charging", None)
    event: dict[str, Any] = {"order_id": "ord_x", "payment": {"amount": euros(0), "payment_method": None}}
    assert authorize_payment(event, context()) == {"order_id": "ord_x"}
    assert authorize_payment(event, context()) == {"order_id": "ord_x"}
    assert present(payments.load("ord_x")).state is State.NOT_NEEDED

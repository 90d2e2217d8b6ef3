"""What no card takes: nothing at all, too little, too much."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.catalog import store as catalog
from functions.checkout import place_order
from functions.order import store as orders
from functions.order.order import Reason
from functions.payment import provider_limits
from functions.payment import store as payments
from functions.payment.payment import State
from functions.payment.steps import authorize_payment
from functions.shared.money import Money
from harness.items import present
from tests.handlers import cloud as clouds
from tests.handlers import saga
from tests.handlers.shop import WATER, Reply, Shop, checkout_body, context, euros

DEAREST = 99_999_999


@pytest.fixture
def costs(shop: Shop) -> Iterator[Callable[[int], None]]:
    """Water costs so much from now on."""

    def change(price: int) -> None:
        catalog.save(replace(WATER, unit_price=Money(price)))
        clouds.forget_data()

    yield change
    change(WATER.unit_price.amount)


def asks(shop: Shop, total: int, quantity: int = 1, key: str = "key-1", *without: str) -> Reply:
    shop.put("w", quantity=quantity)
    body = {name: given for name, given in checkout_body(total).items() if name not in without}
    return shop.call("POST /checkouts", body, headers={"Idempotency-Key": key})


@pytest.mark.parametrize("price", [1, 30, 49])
def test_less_than_the_provider_takes_is_told_with_the_minimum_and_orders_nothing(
    shop: Shop, costs: Callable[[int], None], price: int
) -> None:
    costs(price)
    refused = asks(shop, price)
    assert refused.refusal == (422, "amount-too-small")
    assert refused.body["minimum"] == euros(50)
    assert shop.cart()["checkout"] is None
    assert asks(shop, 50 * price, 50).status == 202, "the key is still free"


def test_the_least_that_the_provider_takes_is_ordered(shop: Shop, costs: Callable[[int], None]) -> None:
    costs(50)
    assert asks(shop, 50).status == 202


def test_more_than_the_provider_takes_is_told_with_the_maximum_and_orders_nothing(
    shop: Shop, costs: Callable[[int], None]
) -> None:
    costs(DEAREST)
    refused = asks(shop, 99 * DEAREST, 99)
    assert refused.refusal == (422, "amount-too-large")
    assert refused.body["maximum"] == euros(DEAREST)
    assert shop.cart()["checkout"] is None
    assert asks(shop, DEAREST).status == 202, "the key is still free"


def test_a_repeat_meets_its_order_whatever_the_provider_has_come_to_take_since(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.stock("water", 10)
    first = asks(shop, 250)
    saga.cancel(first.body["order_id"], Reason.OUT_OF_STOCK)
    clouds.empty_table("IDEMPOTENCY_TABLE")
    dearer = replace(provider_limits.limits("EUR"), minimum=251)
    monkeypatch.setattr(provider_limits, "limits", lambda _: dearer)

    again = shop.call("POST /checkouts", checkout_body(250), headers={"Idempotency-Key": "key-1"})

    assert again.body["order_id"] == first.body["order_id"]
    assert asks(shop, 250, 1, "key-2").refusal == (422, "amount-too-small")


def test_who_has_something_to_pay_must_say_with_what(shop: Shop) -> None:
    refused = asks(shop, 250, 1, "key-1", "payment_method")
    assert refused.refusal == (422, "invalid-request")
    assert [error["field"] for error in refused.body["errors"]] == ["payment_method"]
    assert shop.cart()["checkout"] is None


@pytest.mark.parametrize("without", [(), ("payment_method",)])
def test_nothing_to_pay_is_ordered_without_a_card_a_key_or_a_provider(
    shop: Shop, costs: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, without: tuple[str, ...]
) -> None:
    costs(0)
    for asked in ("credentials", "breaker"):
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

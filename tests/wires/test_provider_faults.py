"""The payment provider breaking, hanging and answering late, as the official library meets it over HTTP."""

import pytest

from functions.payment.hold import HoldStatus
from functions.payment.provider import provider as payment_provider
from harness.customers import DECLINED_CARD
from harness.moto.world import FORWARD, PRICE, World

CLIENT_TIMEOUT = 1.0
"""Shorter than the sandbox hangs (provider.HANG_SECONDS): the client gives up first. A hundred times what an
answer takes: no other call is given up, however slow the machine."""


@pytest.fixture
def impatient(shop: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(payment_provider, "TIMEOUT_SECONDS", CLIENT_TIMEOUT)
    return shop


def test_an_intent_that_the_provider_broke_on_is_created_under_the_next_key(shop: World) -> None:
    """A 500 is replayed for its key, so the same key would fail for ever."""
    shop.provider.fault("create", "error_500")

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert len(shop.invocations("AuthorizePayment")) == 1
    assert shop.money_held(order_id) == PRICE


def test_a_confirmation_that_the_provider_broke_on_is_tried_again_under_another_key(shop: World) -> None:
    shop.provider.fault("confirm", "error_500", times=2)

    order_id = shop.places_order()
    shop.run_to_end()

    assert shop.path(order_id) == FORWARD
    assert len(shop.invocations("AuthorizePayment")) == 3
    assert len(shop.holds(order_id)) == 1
    assert shop.money_held(order_id) == PRICE


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after"])
@pytest.mark.parametrize("operation", ["create", "confirm"])
def test_a_call_whose_answer_never_came_charges_once(impatient: World, operation: str, fault: str) -> None:
    impatient.provider.fault(operation, fault)

    order_id = impatient.places_order()
    impatient.run_to_end()

    assert impatient.path(order_id) == FORWARD
    assert impatient.outcome(order_id) == ("CONFIRMED", None)
    assert len(impatient.holds(order_id)) == 1
    assert impatient.money_held(order_id) == PRICE


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after"])
def test_a_cancellation_whose_answer_never_came_is_made_sure_of(impatient: World, fault: str) -> None:
    impatient.provider.fault("cancel", fault)

    order_id = impatient.places_order(DECLINED_CARD)
    impatient.run_to_end()

    assert impatient.outcome(order_id) == ("CANCELLED", "payment-declined")
    assert [one.status for one in impatient.holds(order_id)] == [HoldStatus.GONE]


@pytest.mark.parametrize("operation", ["create", "confirm"])
def test_a_call_that_takes_effect_after_the_client_gave_up_charges_once_or_not_at_all(
    impatient: World, operation: str
) -> None:
    """Retries meet 409 while the first call is in flight, and may give up before it lands."""
    impatient.provider.fault(operation, "delay")

    order_id = impatient.places_order()
    impatient.run_to_end()

    status, _ = impatient.outcome(order_id)
    assert status in ("CONFIRMED", "CANCELLED")
    assert impatient.money_held(order_id) == (PRICE if status == "CONFIRMED" else 0)

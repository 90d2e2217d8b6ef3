"""Each way in which the provider's payments and ours can differ is made for real, found, and cured."""

from dataclasses import replace

import pytest

from functions.payment import provider, refunds_store
from functions.payment import store as payment_store
from functions.payment.capture_payment import capture_payment
from functions.payment.payment import State
from functions.shared import clock
from tests.workflows import returning
from tests.workflows.fulfil import asked, cancels, confirmed, entries, offered, reports
from tests.workflows.reconciling import LATER, charged, cures, reconciled
from tests.workflows.saga import DECLINED_CARD
from tests.world.world import PRICE, World

NOBODYS = "ord_" + "a" * 32


def cancelled(shop: World) -> str:
    order_id = shop.places_order(DECLINED_CARD)
    shop.run_to_end()
    return order_id


def completed(shop: World) -> str:
    order_id, work = offered(shop)
    reports(shop, work)
    shop.run_to_end()
    assert shop.outcome(order_id) == ("COMPLETED", None)
    return order_id


def killed_before_recording(shop: World) -> str:
    """The capture went through, and the process died before it was recorded; nobody has tried again yet."""
    order_id, work = offered(shop)
    held = shop.fault("CapturePayment", "hangs", at="UpdateItem Payments")
    shop.fault("CapturePayment", "before", times=1)
    assert held.times == 1
    reports(shop, work)
    return order_id


@pytest.mark.parametrize("capture", [False, True])
def test_money_without_an_order_is_given_back(shop: World, capture: bool) -> None:
    charged(NOBODYS, capture=capture)
    assert shop.violations() != []
    cures(shop, without_order=1)
    assert shop.money_held(NOBODYS) == 0


@pytest.mark.parametrize("capture", [False, True])
def test_money_for_a_cancelled_order_is_given_back(shop: World, capture: bool) -> None:
    order_id = cancelled(shop)
    intent = charged(order_id, capture=capture)
    cures(shop, order_cancelled=1)
    assert shop.money_held(order_id) == 0
    last = entries(shop, order_id)[-1]
    assert (last["type"], last["intent_id"]) == ("REFUNDED" if capture else "VOIDED", intent.intent_id)
    assert (last["amount"], last["why"]) == (PRICE, "reconciled: order-cancelled")


@pytest.mark.parametrize("capture", [False, True])
def test_of_two_live_intents_the_one_that_is_not_recorded_is_undone(shop: World, capture: bool) -> None:
    order_id = confirmed(shop)
    second = charged(order_id, capture=capture)
    cures(shop, second_intent=1)
    payment = payment_store.load(order_id)
    assert payment is not None
    assert payment.intent_id != second.intent_id
    assert provider.read_intent(payment.intent_id or "").holds == PRICE
    assert shop.money_held(order_id) == PRICE


def test_a_capture_that_the_provider_lost_is_made_again(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answered that it has captured, and forgot: a backup was restored there, say."""

    def says_so(intent_id: str, amount: int, _key: str) -> object:
        return replace(provider.read_intent(intent_id), status="succeeded", captured=amount)

    with monkeypatch.context() as lying:
        lying.setattr(provider, "capture_intent", says_so)
        order_id = completed(shop)
    assert shop.violations() != []
    cures(shop, capture_lost=1)
    assert [(one.status, one.captured) for one in shop.intents(order_id)] == [("succeeded", PRICE)]


def test_a_capture_that_was_not_recorded_is_recorded(shop: World) -> None:
    order_id = asked(shop)
    held = shop.fault("CapturePayment", "call_after", at="capture", error="lost")
    work = returning_offer(shop)
    shop.fault("CapturePayment", "before", times=20, error="SomethingBroke")
    reports(shop, work)
    shop.run_to_rest()
    assert held.hits == 1
    payment = payment_store.load(order_id)
    assert payment is not None
    assert payment.state is State.CAPTURING
    found = reconciled(shop)
    assert (found["mismatches"], found["cured"]) == ({"capture-unrecorded": 1}, 1)
    assert entries(shop, order_id)[-1]["why"] == "reconciled: capture-unrecorded"
    payment = payment_store.load(order_id)
    assert payment is not None
    assert (payment.state, payment.captured) == (State.CAPTURED, PRICE)
    assert reconciled(shop)["mismatches"] == {}
    capture_payment(order_id, PRICE, "packed")
    assert [one.captured for one in shop.intents(order_id)] == [PRICE]


def returning_offer(shop: World) -> dict[str, object]:
    from tests.workflows.fulfil import offer

    return offer(shop)

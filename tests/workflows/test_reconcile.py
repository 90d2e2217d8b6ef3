"""Each way in which the provider's payments and ours can differ is made for real, found, and cured."""

from dataclasses import replace

import pytest

from functions.payment import refunds_store
from functions.payment import store as payment_store
from functions.payment.hold import HoldStatus
from functions.payment.payment import State
from functions.payment.provider import provider
from harness.actors import accepts
from harness.customers import DECLINED_CARD
from harness.moto.world import PRICE, World
from tests.workflows.reconciling import (
    NOBODYS,
    captured_unrecorded,
    charged,
    completed,
    cures,
    reconciled,
    recorded,
    refund_died,
    restored,
    the_sweep_brings_to_its_end,
    the_sweep_closes,
)


@pytest.mark.parametrize("capture", [False, True])
def test_money_without_an_order_is_given_back(shop: World, capture: bool) -> None:
    charged(NOBODYS, capture=capture)
    assert shop.violations() != []
    cures(shop, without_order=1)
    assert shop.money_held(NOBODYS) == 0


@pytest.mark.parametrize("capture", [False, True])
def test_money_for_a_cancelled_order_is_given_back(shop: World, capture: bool) -> None:
    order_id = shop.buys(DECLINED_CARD)
    hold = charged(order_id, capture=capture)
    cures(shop, order_cancelled=1)
    assert shop.money_held(order_id) == 0
    last = shop.entries(order_id)[-1]
    assert (last["type"], last["intent_id"]) == ("REFUNDED" if capture else "VOIDED", hold.hold_id)
    assert (last["amount"], last["why"]) == (PRICE, "reconciled: order-cancelled")


@pytest.mark.parametrize("kind", ["cancel_hold", "refund_hold"])
def test_a_void_that_the_provider_lost_is_made_again(
    shop: World, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answered that the money is free again, and it is not."""
    order_id, work = shop.offered()
    if kind == "refund_hold":
        provider.capture_hold(recorded(order_id).hold_id or "", PRICE, "by-hand")
    with monkeypatch.context() as lying:
        lying.setattr(provider, kind, lambda *_: None)
        shop.packs(work, "rejected", why="no dough")
    assert recorded(order_id).state is State.VOIDED
    assert shop.money_held(order_id) == PRICE
    cures(shop, order_cancelled=1)
    assert shop.money_held(order_id) == 0
    assert shop.entries(order_id)[-1]["why"] == "reconciled: order-cancelled"


@pytest.mark.parametrize("captured", [False, True])
def test_a_void_that_our_record_lost_too_is_recorded_again(
    shop: World, captured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Payments table was restored to a moment before the void, which the provider has lost as well."""
    order_id, work = shop.offered()
    if captured:
        provider.capture_hold(recorded(order_id).hold_id or "", PRICE, "by-hand")
    with monkeypatch.context() as lying:
        for kind in ("cancel_hold", "refund_hold"):
            lying.setattr(provider, kind, lambda *_: None)
        shop.packs(work, "rejected", why="no dough")
    restored(order_id, State.AUTHORIZED)
    cures(shop, order_cancelled=1)
    assert recorded(order_id).state is State.VOIDED


@pytest.mark.parametrize("capture", [False, True])
def test_of_two_live_intents_the_one_that_is_not_recorded_is_undone(shop: World, capture: bool) -> None:
    order_id = shop.confirmed()
    second = charged(order_id, capture=capture)
    cures(shop, second_intent=1)
    payment = payment_store.load(order_id)
    assert payment is not None
    assert payment.hold_id != second.hold_id
    assert provider.read_hold(payment.hold_id or "").holds == PRICE
    assert shop.money_held(order_id) == PRICE


def test_a_second_charge_for_a_completed_order_is_given_back(shop: World) -> None:
    order_id = completed(shop)
    charged(order_id, capture=True)
    cures(shop, second_intent=1)
    assert shop.money_held(order_id) == PRICE


def test_a_capture_that_the_provider_lost_is_made_again(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answered that it has captured, and forgot: a backup was restored there, say."""

    def says_so(intent_id: str, amount: int, _key: str) -> object:
        return replace(provider.read_hold(intent_id), status=HoldStatus.TAKEN, captured=amount)

    with monkeypatch.context() as lying:
        lying.setattr(provider, "capture_hold", says_so)
        order_id = completed(shop)
    assert shop.violations() != []
    cures(shop, capture_lost=1)
    assert [(one.status, one.captured) for one in shop.holds(order_id)] == [(HoldStatus.TAKEN, PRICE)]


def test_what_credit_paid_of_an_order_and_of_a_return_is_not_missed_at_the_provider(shop: World) -> None:
    """The whole order, and a return that goes to the card first and then back to credit."""
    order = shop.delivered_order(2, credit=PRICE + 100)
    assert [one.captured for one in shop.holds(order.order_id)] == [PRICE - 100]
    cures(shop)
    shop.takes_back(shop.requested(order))
    cures(shop)


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_capture_that_was_not_recorded_is_recorded(shop: World, by_hand: bool) -> None:
    if by_hand:
        order_id, work = shop.offered()
        provider.capture_hold(recorded(order_id).hold_id or "", PRICE, "by-hand")
    else:
        order_id = captured_unrecorded(shop)
    cures(shop, capture_unrecorded=1)
    payment, last = recorded(order_id), shop.entries(order_id)[-1]
    assert (payment.state, payment.captured) == (State.CAPTURED, PRICE)
    assert (last["amount"], last["why"]) == (PRICE, "reconciled: capture-unrecorded")
    if by_hand:
        shop.reports(work)
    the_sweep_brings_to_its_end(shop, order_id)
    assert [one.captured for one in shop.holds(order_id)] == [PRICE]


def test_a_refund_that_was_not_recorded_is_recorded(shop: World) -> None:
    order, return_id = refund_died(shop, "call_after")
    cures(shop, refund_unrecorded=1)
    assert shop.recorded_refunds(order.order_id) == {return_id: "DONE"}
    the_sweep_closes(shop, return_id)
    assert shop.refunded(order.order_id) == PRICE


def test_a_refund_that_was_not_made_is_left_to_the_sweep(shop: World) -> None:
    order, return_id = refund_died(shop, "hangs")
    found = reconciled(shop)
    assert (found["mismatches"], found["cured"], found["to_operator"]) == ({"refund-left": 1}, 0, 0)
    assert shop.refunded(order.order_id) == 0
    the_sweep_closes(shop, return_id)
    assert shop.refunded(order.order_id) == PRICE
    assert reconciled(shop)["mismatches"] == {}


def test_a_refund_that_an_execution_works_on_is_no_mismatch(shop: World) -> None:
    order, return_id = shop.sent_back()
    shop.always("RefundPayment")
    accepts(return_id)
    shop.until_stuck(return_id)
    assert refunds_store.load(order.order_id).pending == {return_id}
    assert reconciled(shop)["mismatches"] == {}
    shop.takes_back(return_id)
    assert shop.return_status(return_id) == "REFUNDED"


def test_orders_on_their_way_are_left_alone(shop: World) -> None:
    packing, work = shop.offered()
    waiting = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    (hold,) = shop.holds(waiting)
    shop.provider.customer_answers_bank(hold.hold_id, "success")
    before = shop.provider_holds()

    found = reconciled(shop)

    assert (found["looked_at"], found["mismatches"]) == (2, {})
    assert shop.provider_holds() == before
    shop.reports(work)
    shop.answers_bank_token(waiting, "OrderClosing")
    shop.run_to_end()
    assert shop.outcome(packing) == ("COMPLETED", None)
    assert reconciled(shop)["mismatches"] == {}

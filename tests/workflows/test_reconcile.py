"""Each way in which the provider's payments and ours can differ is made for real, found, and cured."""

from dataclasses import replace
from typing import Any

import pytest

from functions.order.order import Order
from functions.payment import claims_store, provider, refunds_store
from functions.payment import store as payment_store
from functions.payment.capture_payment import capture_payment
from functions.payment.payment import Payment, State
from functions.recovery import reconcile_payments
from ops.reconcile import reconcile
from tests.workflows import fulfil, returning
from tests.workflows.fulfil import confirmed, entries, message, offered, reports
from tests.workflows.reconciling import LATER, charged, cures, reconciled
from tests.workflows.saga import DECLINED_CARD
from tests.workflows.test_fulfilment_sweep import DUE_SECONDS
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


def captured_unrecorded(shop: World) -> str:
    """Packed; the capture's answer was lost, and nobody goes on: the warehouse's answer never left either."""
    order_id, work = offered(shop)
    shop.fault("ReportPacking", "hangs", at="SendTaskSuccess")
    shop.invoke("ReportPacking", message(work))
    for fault in shop.cloud.desk.ordered:
        fault.kill()
    shop.fault("CapturePayment", "call_after", at="capture", error="lost")
    assert shop.invoke("CapturePayment", {"order_id": order_id}).error == "ProviderUnavailable"
    assert recorded(order_id).state is State.CAPTURING
    return order_id


def recorded(order_id: str) -> Payment:
    payment = payment_store.load(order_id)
    assert payment is not None
    return payment


def the_sweep_brings_to_its_end(shop: World, order_id: str) -> None:
    shop.time_passes(DUE_SECONDS)
    shop.invoke("Sweep", {})
    shop.run_to_end()
    assert shop.outcome(order_id) == ("COMPLETED", None)


def refund_died(shop: World, at: str, kind: str) -> tuple[Order, str]:
    """An accepted return whose refund was begun by an execution that is no more."""
    order = returning.delivered_order(shop)
    return_id = returning.requested(shop, order)
    shop.aborts(return_id, returning.RETURN)
    returning.accepts(return_id)
    shop.fault("RefundPayment", kind, at=at, error="lost")
    shop.invoke("RefundPayment", {"return_id": return_id})
    for fault in shop.cloud.desk.ordered:
        fault.kill()
    assert returning.recorded_refunds(order.order_id) == {return_id: "CLAIMED"}
    return order, return_id


def the_sweep_closes(shop: World, return_id: str) -> None:
    shop.invoke("Sweep", {"detail": {"executionArn": "any", "name": return_id}})
    shop.run_to_end()
    assert returning.status(return_id) == "REFUNDED"


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


def test_a_second_charge_for_a_completed_order_is_given_back(shop: World) -> None:
    order_id = completed(shop)
    charged(order_id, capture=True)
    cures(shop, second_intent=1)
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


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_capture_that_was_not_recorded_is_recorded(shop: World, by_hand: bool) -> None:
    if by_hand:
        order_id, work = offered(shop)
        provider.capture_intent(recorded(order_id).intent_id or "", PRICE, "by-hand")
    else:
        order_id = captured_unrecorded(shop)
    cures(shop, capture_unrecorded=1)
    payment, last = recorded(order_id), entries(shop, order_id)[-1]
    assert (payment.state, payment.captured) == (State.CAPTURED, PRICE)
    assert (last["amount"], last["why"]) == (PRICE, "reconciled: capture-unrecorded")
    if by_hand:
        reports(shop, work)
    the_sweep_brings_to_its_end(shop, order_id)
    assert [one.captured for one in shop.intents(order_id)] == [PRICE]


def test_a_refund_that_was_not_recorded_is_recorded(shop: World) -> None:
    order, return_id = refund_died(shop, at="refund", kind="call_after")
    cures(shop, refund_unrecorded=1)
    assert returning.recorded_refunds(order.order_id) == {return_id: "DONE"}
    the_sweep_closes(shop, return_id)
    assert returning.refunded(shop, order.order_id) == PRICE


def test_a_refund_that_was_not_made_is_left_to_the_sweep(shop: World) -> None:
    order, return_id = refund_died(shop, at="refund", kind="hangs")
    found = reconciled(shop)
    assert (found["mismatches"], found["cured"], found["to_operator"]) == ({"refund-left": 1}, 0, 0)
    assert returning.refunded(shop, order.order_id) == 0
    the_sweep_closes(shop, return_id)
    assert returning.refunded(shop, order.order_id) == PRICE
    assert reconciled(shop)["mismatches"] == {}


def test_a_refund_that_an_execution_works_on_is_no_mismatch(shop: World) -> None:
    order = returning.delivered_order(shop)
    return_id = returning.requested(shop, order)
    refunds_store.claim(refunds_store.load(order.order_id), return_id, PRICE)
    assert reconciled(shop)["mismatches"] == {}
    returning.accepts(return_id)
    shop.run_to_end()
    assert returning.status(return_id) == "REFUNDED"


def test_orders_on_their_way_are_left_alone(shop: World) -> None:
    packing, work = offered(shop)
    waiting = shop.places_order("pm_card_authenticationRequired")
    shop.run_to_rest()
    (intent,) = shop.intents(waiting)
    shop.provider.customer_answers_bank(intent.intent_id, "success")
    before = shop.provider_intents()

    found = reconciled(shop)

    assert (found["looked_at"], found["mismatches"]) == (2, {})
    assert shop.provider_intents() == before
    reports(shop, work)
    shop.answers_bank_token(waiting, "OrderClosing")
    shop.run_to_end()
    assert shop.outcome(packing) == ("COMPLETED", None)
    assert reconciled(shop)["mismatches"] == {}


def test_what_was_in_flight_at_the_first_look_is_no_mismatch(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the second look it is recorded; as it would be, had somebody gone on meanwhile."""
    order_id = captured_unrecorded(shop)
    look_at = reconcile_payments.look_at

    def after_a_while(*given: Any) -> Any:
        capture_payment(order_id, PRICE, "packed")
        return look_at(*given)

    monkeypatch.setattr(reconcile_payments, "look_at", after_a_while)
    found = reconciled(shop)
    assert (found["mismatches"], found["cured"]) == ({}, 0)
    the_sweep_brings_to_its_end(shop, order_id)


def test_an_intent_that_was_just_made_is_given_grace(shop: World) -> None:
    charged(NOBODYS)
    assert shop.invoke("Reconcile", {}).answer["looked_at"] == 0
    cures(shop, without_order=1)


def test_the_job_beside_itself_cures_once(shop: World) -> None:
    order_id = cancelled(shop)
    charged(order_id, capture=True)
    charged(order_id)
    died, return_id = refund_died(shop, at="refund", kind="call_after")
    shop.fault("Reconcile", "at_once")
    reconciled(shop)

    given_back = [one for one in entries(shop, order_id) if one.get("why") == "reconciled: order-cancelled"]
    assert sorted(one["type"] for one in given_back) == ["REFUNDED", "VOIDED"]
    assert shop.money_held(order_id) == 0
    assert [one["type"] for one in entries(shop, died.order_id)].count("REFUNDED") == 1
    assert reconciled(shop)["mismatches"] == {}
    the_sweep_closes(shop, return_id)


def test_a_run_that_was_killed_is_finished_by_the_next(shop: World) -> None:
    order_id = cancelled(shop)
    charged(order_id)
    shop.fault("Reconcile", "hangs", at="cancel")
    shop.time_passes(LATER)
    shop.invoke("Reconcile", {})
    for fault in shop.cloud.desk.ordered:
        fault.kill()
    cures(shop, order_cancelled=1)


def test_one_that_cannot_be_cured_now_keeps_no_other_from_it(shop: World) -> None:
    charged(NOBODYS)
    charged(NOBODYS.replace("a", "b"))
    shop.fault("Reconcile", "call_before", at="cancel", error="no answer")
    found = reconciled(shop)
    assert found["cured"] == 1
    cures(shop, without_order=1)


def test_an_intent_in_parts_of_a_run_is_compared_too(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of one intent and of one record, and time for one page a part: the job hands on to itself."""
    monkeypatch.setattr(provider, "PAGE", 1)
    monkeypatch.setattr(claims_store, "PAGE", 1)
    monkeypatch.setattr(reconcile_payments, "MOST_PAGES", 1)
    standing = [confirmed(shop) for _ in range(2)]
    charged(NOBODYS)
    reconciled(shop)
    assert len(shop.invocations("Reconcile")) > 3
    assert shop.money_held(NOBODYS) == 0
    assert [shop.money_held(order_id) for order_id in standing] == [PRICE, PRICE]


# what only a person can decide: told, and left as it is


def to_operator(shop: World, mismatch: str) -> None:
    before = shop.provider_intents()
    for _ in range(2):
        found = reconciled(shop)
        assert (found["mismatches"], found["cured"], found["to_operator"]) == ({mismatch: 1}, 0, 1)
    assert shop.provider_intents() == before


def test_a_standing_order_whose_hold_is_gone_goes_to_the_operator(shop: World) -> None:
    order_id = confirmed(shop)
    provider.cancel_intent(recorded(order_id).intent_id or "")
    to_operator(shop, "not-paid")
    fulfil.relayed(shop)
    shop.run_to_rest()
    reports(shop, fulfil.offer(shop))
    shop.run_to_end()
    assert shop.outcome(order_id) == ("CANCELLED", "payment-declined")


def test_money_refunded_by_hand_goes_to_the_operator(world: World) -> None:
    world.sells()
    order_id = completed(world)
    provider.refund_intent(recorded(order_id).intent_id or "")
    to_operator(world, "amount-differs")


def test_a_payment_that_the_provider_does_not_know_goes_to_the_operator(world: World) -> None:
    world.sells()
    confirmed(world)
    world.provider.forget()
    to_operator(world, "intent-unknown")


def test_money_that_names_no_order_is_never_touched(world: World) -> None:
    """The provider's account may serve another application, which has orders of its own."""
    charged("1234")
    to_operator(world, "names-no-order")


def test_too_many_payments_without_an_order_are_a_person_s_affair(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile_payments, "MOST_WITHOUT_ORDER", 1)
    for letter in "ab":
        charged("ord_" + letter * 32)
    found = reconciled(world)
    assert (found["cured"], found["to_operator"]) == (0, 2)


def test_a_dry_run_finds_and_changes_nothing(shop: World) -> None:
    charged(NOBODYS)
    shop.time_passes(LATER)
    dry = {"looked_at": 1, "mismatches": {"without-order": 1}, "cured": 0, "to_operator": 0}
    assert reconcile(dry_run=True) == dry
    assert shop.money_held(NOBODYS) == PRICE
    assert reconcile(dry_run=False) == dry | {"cured": 1}
    assert reconcile(dry_run=False) == dry | {"mismatches": {}, "cured": 0}

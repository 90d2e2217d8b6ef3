"""Each fault does what it says, says how often it fired, and ends."""

from typing import Any

import pytest
import requests
import stripe

from tests.sandbox.harness import VISA, Payments, RunningSandbox, eventually, headers_of, refused


@pytest.fixture
def hasty(running: RunningSandbox) -> Payments:
    """A client that gives up before a withheld answer's connection is cut."""
    return Payments(running.client(timeout=0.2))


def test_error_500_answers_an_api_error_and_does_nothing(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.new(VISA)
    sandbox.order_fault("capture", "error_500")
    assert refused(merchant.capture, intent, kind=stripe.APIError).http_status == 500
    assert merchant.now(intent).status == "requires_capture"
    assert merchant.capture(intent).status == "succeeded"


def test_timeout_before_withholds_the_answer_and_does_nothing(
    sandbox: RunningSandbox, merchant: Payments, hasty: Payments
) -> None:
    intent = merchant.new()
    sandbox.order_fault("confirm", "timeout_before")
    refused(hasty.confirm, intent, key=f"before-{intent.id}", kind=stripe.APIConnectionError)
    assert eventually(lambda: sandbox.fired() == 1)
    assert merchant.now(intent).status == "requires_payment_method"
    assert merchant.confirm(intent, key=f"before-{intent.id}").status == "requires_capture"


def test_timeout_after_does_it_and_withholds_the_answer(
    sandbox: RunningSandbox, merchant: Payments, hasty: Payments
) -> None:
    intent = merchant.new()
    sandbox.order_fault("confirm", "timeout_after")
    refused(hasty.confirm, intent, key=f"after-{intent.id}", kind=stripe.APIConnectionError)
    assert eventually(lambda: merchant.now(intent).status == "requires_capture")
    assert sandbox.fired() == 1
    again = merchant.confirm(intent, key=f"after-{intent.id}")
    assert headers_of(again)["Idempotent-Replayed"] == "true"


def test_a_withheld_answers_connection_is_cut_in_the_end(sandbox: RunningSandbox, merchant: Payments) -> None:
    sandbox.order_fault("cancel", "timeout_before")
    refused(merchant.cancel, merchant.new(), kind=stripe.APIConnectionError)


def test_a_delayed_call_lands_after_its_caller_gave_up(
    sandbox: RunningSandbox, merchant: Payments, hasty: Payments
) -> None:
    intent = merchant.new()
    sandbox.order_fault("confirm", "delay")
    refused(hasty.confirm, intent, kind=stripe.APIConnectionError)
    assert merchant.now(intent).status == "requires_payment_method"
    assert eventually(lambda: merchant.now(intent).status == "requires_capture")


def test_the_slow_card_is_confirmed_in_the_end_by_a_provider_that_takes_its_time(
    merchant: Payments, hasty: Payments
) -> None:
    intent = merchant.new()
    refused(hasty.confirm, intent, card="pm_sandbox_slow", kind=stripe.APIConnectionError)
    assert merchant.now(intent).status == "requires_payment_method"
    assert eventually(lambda: merchant.now(intent).status == "requires_capture")


def test_of_the_card_whose_answer_gets_lost_the_hold_is_made_and_nobody_is_told(merchant: Payments) -> None:
    intent = merchant.new()
    refused(merchant.confirm, intent, card="pm_sandbox_lostAnswer", kind=stripe.APIConnectionError)
    assert merchant.now(intent).status == "requires_capture"


def test_declined_declines_a_good_card_at_confirm(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.new()
    sandbox.order_fault("confirm", "declined", times=2)
    for _ in range(2):
        refused(merchant.confirm, intent, kind=stripe.CardError)
    assert merchant.confirm(intent).status == "requires_capture"
    assert sandbox.fired() == 2


@pytest.mark.parametrize("card", [None, VISA])
def test_declined_at_create_is_a_card_error(
    sandbox: RunningSandbox, merchant: Payments, card: str | None
) -> None:
    sandbox.order_fault("create", "declined")
    refused(merchant.new, card, kind=stripe.CardError)


def test_declined_at_capture_is_an_expired_authorization(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.new(VISA)
    sandbox.order_fault("capture", "declined")
    assert refused(merchant.capture, intent).code == "charge_expired_for_capture"
    left = merchant.now(intent)
    assert (left.status, left.cancellation_reason) == ("canceled", "automatic")


def test_declined_at_cancel_and_refund_changes_nothing(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.new(VISA)
    sandbox.order_fault("cancel", "declined")
    refused(merchant.cancel, intent)
    merchant.capture(intent)
    sandbox.order_fault("refund", "declined")
    assert refused(merchant.refund, intent).code == "balance_insufficient"
    assert merchant.refund(intent).amount == 1200


def test_faults_fire_in_the_order_in_which_they_were_ordered(
    sandbox: RunningSandbox, merchant: Payments
) -> None:
    intent = merchant.new()
    sandbox.order_fault("confirm", "error_500")
    sandbox.order_fault("confirm", "declined")
    refused(merchant.confirm, intent, kind=stripe.APIError)
    refused(merchant.confirm, intent, kind=stripe.CardError)
    assert [(one["fired"], one["pending"]) for one in sandbox.faults()] == [(1, 0), (1, 0)]


def test_cleared_faults_fire_no_more(sandbox: RunningSandbox, merchant: Payments) -> None:
    sandbox.order_fault("cancel", "error_500")
    sandbox.clear_faults()
    assert merchant.cancel(merchant.new()).status == "canceled"
    assert sandbox.faults() == []


def test_one_fault_is_cleared_and_the_others_stay(sandbox: RunningSandbox, merchant: Payments) -> None:
    sandbox.order_fault("cancel", "error_500")
    sandbox.order_fault("capture", "error_500")
    one = sandbox.faults()[0]["id"]

    for fault_id, cleared in ((f"{one}x", 0), (one, 1), (one, 0)):
        answer = requests.delete(f"{sandbox.api_base}/faults/{fault_id}", timeout=300)
        assert answer.json() == {"cleared": cleared}

    assert merchant.cancel(merchant.new()).status == "canceled"
    assert [one["operation"] for one in sandbox.faults()] == ["capture"]


@pytest.mark.parametrize(
    ("order", "hint"),
    [
        ({"operation": "explode", "fault": "drop"}, "operation"),
        ({"operation": "confirm", "fault": "drop"}, "fault"),
        ({"operation": "webhook", "fault": "declined"}, "fault"),
        ({"operation": "confirm", "fault": "declined", "times": 0}, "times"),
        ({"operation": "confirm", "fault": "declined", "times": True}, "times"),
        ({"operation": "confirm", "fault": "declined", "often": 3}, "often"),
        ({"operation": ["confirm"], "fault": "declined"}, "operation"),
        ([], "JSON object"),
    ],
)
def test_a_bad_order_is_told_what_to_change(sandbox: RunningSandbox, order: Any, hint: str) -> None:
    answer = requests.post(f"{sandbox.api_base}/faults", json=order, timeout=300)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    assert hint in answer.json()["detail"]
    assert sandbox.faults() == []

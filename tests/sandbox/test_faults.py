"""Each fault does what it says, says how often it fired, and ends."""

from typing import Any

import pytest
import requests
import stripe

from tests.sandbox.conftest import NewIntent
from tests.sandbox.harness import RunningSandbox, eventually, headers_of

VISA: stripe.params.PaymentIntentConfirmParams = {"payment_method": "pm_card_visa"}


@pytest.fixture
def hasty(running: RunningSandbox) -> stripe.StripeClient:
    """A client that gives up before a withheld answer's connection is cut."""
    return running.client(timeout=0.2)


def test_error_500_answers_an_api_error_and_does_nothing(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent("pm_card_visa")
    sandbox.order_fault("capture", "error_500")
    with pytest.raises(stripe.APIError) as error:
        merchant.v1.payment_intents.capture(intent.id)
    assert error.value.http_status == 500
    assert merchant.v1.payment_intents.retrieve(intent.id).status == "requires_capture"
    assert merchant.v1.payment_intents.capture(intent.id).status == "succeeded"


def test_timeout_before_withholds_the_answer_and_does_nothing(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, hasty: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent()
    sandbox.order_fault("confirm", "timeout_before")
    with pytest.raises(stripe.APIConnectionError):
        hasty.v1.payment_intents.confirm(intent.id, VISA, {"idempotency_key": f"before-{intent.id}"})
    assert eventually(lambda: sandbox.fired() == 1)
    assert merchant.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"
    again = merchant.v1.payment_intents.confirm(intent.id, VISA, {"idempotency_key": f"before-{intent.id}"})
    assert again.status == "requires_capture"


def test_timeout_after_does_it_and_withholds_the_answer(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, hasty: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent()
    sandbox.order_fault("confirm", "timeout_after")
    with pytest.raises(stripe.APIConnectionError):
        hasty.v1.payment_intents.confirm(intent.id, VISA, {"idempotency_key": f"after-{intent.id}"})
    assert eventually(lambda: merchant.v1.payment_intents.retrieve(intent.id).status == "requires_capture")
    assert sandbox.fired() == 1
    again = merchant.v1.payment_intents.confirm(intent.id, VISA, {"idempotency_key": f"after-{intent.id}"})
    assert headers_of(again)["Idempotent-Replayed"] == "true"


def test_a_withheld_answers_connection_is_cut_in_the_end(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    sandbox.order_fault("cancel", "timeout_before")
    with pytest.raises(stripe.APIConnectionError):
        merchant.v1.payment_intents.cancel(new_intent().id)


def test_a_delayed_call_lands_after_its_caller_gave_up(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, hasty: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent()
    sandbox.order_fault("confirm", "delay")
    with pytest.raises(stripe.APIConnectionError):
        hasty.v1.payment_intents.confirm(intent.id, VISA)
    assert merchant.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"
    assert eventually(lambda: merchant.v1.payment_intents.retrieve(intent.id).status == "requires_capture")


def test_declined_declines_a_good_card_at_confirm(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent()
    sandbox.order_fault("confirm", "declined", times=2)
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            merchant.v1.payment_intents.confirm(intent.id, VISA)
    assert merchant.v1.payment_intents.confirm(intent.id, VISA).status == "requires_capture"
    assert sandbox.fired() == 2


@pytest.mark.parametrize("card", [None, "pm_card_visa"])
def test_declined_at_create_is_a_card_error(
    sandbox: RunningSandbox, new_intent: NewIntent, card: str | None
) -> None:
    sandbox.order_fault("create", "declined")
    with pytest.raises(stripe.CardError):
        new_intent(card)


def test_declined_at_capture_is_an_expired_authorization(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent("pm_card_visa")
    sandbox.order_fault("capture", "declined")
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.payment_intents.capture(intent.id)
    assert error.value.code == "charge_expired_for_capture"
    left = merchant.v1.payment_intents.retrieve(intent.id)
    assert (left.status, left.cancellation_reason) == ("canceled", "automatic")


def test_declined_at_cancel_and_refund_changes_nothing(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent("pm_card_visa")
    sandbox.order_fault("cancel", "declined")
    with pytest.raises(stripe.InvalidRequestError):
        merchant.v1.payment_intents.cancel(intent.id)
    merchant.v1.payment_intents.capture(intent.id)
    sandbox.order_fault("refund", "declined")
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.refunds.create({"payment_intent": intent.id})
    assert error.value.code == "balance_insufficient"
    assert merchant.v1.refunds.create({"payment_intent": intent.id}).amount == 1200


def test_faults_fire_in_the_order_in_which_they_were_ordered(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent()
    sandbox.order_fault("confirm", "error_500")
    sandbox.order_fault("confirm", "declined")
    with pytest.raises(stripe.APIError):
        merchant.v1.payment_intents.confirm(intent.id, VISA)
    with pytest.raises(stripe.CardError):
        merchant.v1.payment_intents.confirm(intent.id, VISA)
    assert [(one["fired"], one["pending"]) for one in sandbox.faults()] == [(1, 0), (1, 0)]


def test_cleared_faults_fire_no_more(
    sandbox: RunningSandbox, merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    sandbox.order_fault("cancel", "error_500")
    sandbox.clear_faults()
    assert merchant.v1.payment_intents.cancel(new_intent().id).status == "canceled"
    assert sandbox.faults() == []


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
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        422,
        "application/problem+json; charset=utf-8",
    )
    assert hint in answer.json()["detail"]
    assert sandbox.faults() == []

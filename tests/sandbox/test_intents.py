"""An intent's life, and each refusal, through the official library."""

from typing import Any

import pytest
import stripe

from tests.sandbox.conftest import NewIntent


def refused(error: pytest.ExceptionInfo[stripe.StripeError]) -> tuple[int | None, str | None]:
    return error.value.http_status, error.value.code


UNEXPECTED = (400, "payment_intent_unexpected_state")


def test_a_new_intent_moves_no_money_and_waits_for_a_payment_method(new_intent: NewIntent) -> None:
    intent = new_intent(metadata={"order_id": "o-1"})
    assert intent.status == "requires_payment_method"
    assert (intent.amount, intent.amount_capturable, intent.amount_received) == (1200, 0, 0)
    assert intent.client_secret is not None
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert intent.to_dict()["metadata"] == {"order_id": "o-1"}
    assert intent.latest_charge is None


def test_an_intent_with_a_payment_method_waits_for_its_confirmation(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent(payment_method="pm_card_visa", confirm=False)
    assert intent.status == "requires_confirmation"
    assert merchant.v1.payment_intents.confirm(intent.id).status == "requires_capture"


def test_a_confirmed_intent_holds_the_amount_until_it_is_captured(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    held = merchant.v1.payment_intents.confirm(new_intent().id, {"payment_method": "pm_card_visa"})
    assert (held.status, held.amount_capturable, held.amount_received) == ("requires_capture", 1200, 0)
    paid = merchant.v1.payment_intents.capture(held.id, {"expand": ["latest_charge"]})
    assert (paid.status, paid.amount_capturable, paid.amount_received) == ("succeeded", 0, 1200)
    assert isinstance(paid.latest_charge, stripe.Charge)
    assert (paid.latest_charge.captured, paid.latest_charge.amount_captured) == (True, 1200)


def test_automatic_capture_succeeds_at_once(new_intent: NewIntent) -> None:
    intent = new_intent("pm_card_visa", capture_method="automatic")
    assert (intent.status, intent.amount_received) == ("succeeded", 1200)


def test_a_partial_capture_takes_what_was_asked_and_releases_the_rest(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent("pm_card_visa")
    paid = merchant.v1.payment_intents.capture(intent.id, {"amount_to_capture": 700})
    assert (paid.amount_received, paid.amount_capturable) == (700, 0)


@pytest.mark.parametrize(
    ("card", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
    ],
)
def test_a_declined_card_is_a_402_and_leaves_the_intent_open(
    merchant: stripe.StripeClient, new_intent: NewIntent, card: str, decline_code: str
) -> None:
    intent = new_intent()
    with pytest.raises(stripe.CardError) as error:
        merchant.v1.payment_intents.confirm(intent.id, {"payment_method": card})
    assert refused(error) == (402, "card_declined")
    body: Any = error.value.json_body
    assert body["error"]["decline_code"] == decline_code
    assert body["error"]["payment_intent"]["status"] == "requires_payment_method"
    left = merchant.v1.payment_intents.retrieve(intent.id)
    assert left.status == "requires_payment_method"
    assert left.payment_method is None
    assert left.last_payment_error is not None
    assert (left.last_payment_error.code, left.last_payment_error.decline_code) == (
        "card_declined",
        decline_code,
    )


def test_a_declined_intent_can_be_confirmed_again_with_another_card(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent()
    with pytest.raises(stripe.CardError):
        merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa_chargeDeclined"})
    held = merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert (held.status, held.last_payment_error) == ("requires_capture", None)


def test_a_cancelled_intent_holds_nothing(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = new_intent("pm_card_visa")
    canceled = merchant.v1.payment_intents.cancel(intent.id, {"cancellation_reason": "abandoned"})
    assert (canceled.status, canceled.amount_capturable) == ("canceled", 0)
    assert canceled.cancellation_reason == "abandoned"
    assert canceled.canceled_at is not None


def test_capture_after_cancel_is_refused(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = merchant.v1.payment_intents.cancel(new_intent("pm_card_visa").id)
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.payment_intents.capture(intent.id)
    assert refused(error) == UNEXPECTED
    body: Any = error.value.json_body
    assert body["error"]["payment_intent"]["status"] == "canceled"


def test_capture_twice_is_refused(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = merchant.v1.payment_intents.capture(new_intent("pm_card_visa").id)
    with pytest.raises(stripe.InvalidRequestError, match="already been captured") as error:
        merchant.v1.payment_intents.capture(intent.id)
    assert refused(error) == UNEXPECTED


def test_capture_of_an_unconfirmed_intent_is_refused(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.payment_intents.capture(new_intent().id)
    assert refused(error) == UNEXPECTED


def test_capture_of_more_than_is_held_is_refused(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent("pm_card_visa")
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.payment_intents.capture(intent.id, {"amount_to_capture": 1201})
    assert refused(error) == (400, "amount_too_large")
    assert merchant.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_cancel_after_cancel_is_refused(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = merchant.v1.payment_intents.cancel(new_intent().id)
    with pytest.raises(stripe.InvalidRequestError, match="has a status of canceled") as error:
        merchant.v1.payment_intents.cancel(intent.id)
    assert refused(error) == UNEXPECTED


def test_cancel_after_success_is_refused(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = merchant.v1.payment_intents.capture(new_intent("pm_card_visa").id)
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.payment_intents.cancel(intent.id)
    assert refused(error) == UNEXPECTED


def test_a_decline_takes_the_card_off_the_intent(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent(payment_method="pm_card_visa_chargeDeclined", confirm=False)
    with pytest.raises(stripe.CardError):
        merchant.v1.payment_intents.confirm(intent.id)
    assert merchant.v1.payment_intents.retrieve(intent.id).payment_method is None
    with pytest.raises(stripe.InvalidRequestError, match="missing a payment method"):
        merchant.v1.payment_intents.confirm(intent.id)


@pytest.mark.parametrize("state", ["canceled", "succeeded", "requires_capture"])
def test_confirm_is_refused_once_the_intent_has_moved_on(
    merchant: stripe.StripeClient, new_intent: NewIntent, state: str
) -> None:
    intent = new_intent("pm_card_visa")
    if state == "canceled":
        merchant.v1.payment_intents.cancel(intent.id)
    if state == "succeeded":
        merchant.v1.payment_intents.capture(intent.id)
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
    assert refused(error) == UNEXPECTED
    assert merchant.v1.payment_intents.retrieve(intent.id).status == state


def test_confirm_without_a_payment_method_is_refused(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="missing a payment method"):
        merchant.v1.payment_intents.confirm(new_intent().id)


def test_an_unknown_payment_method_is_refused(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = new_intent()
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_nobody"})
    assert refused(error) == (400, "resource_missing")
    assert error.value.param == "payment_method"
    assert merchant.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_used_payment_method_is_refused(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    used = new_intent("pm_card_visa").payment_method
    assert isinstance(used, str)
    with pytest.raises(stripe.InvalidRequestError, match="previously used") as error:
        merchant.v1.payment_intents.confirm(new_intent().id, {"payment_method": used})
    assert error.value.http_status == 400


def test_an_unknown_intent_is_a_404(merchant: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as error:
        merchant.v1.payment_intents.retrieve("pi_nobody")
    assert refused(error) == (404, "resource_missing")

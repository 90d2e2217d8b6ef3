"""An intent's life, and each refusal, through the official library."""

import pytest
import stripe

from tests.sandbox.harness import DECLINED, VISA, Payments, refused

UNEXPECTED = (400, "payment_intent_unexpected_state")


def test_a_new_intent_moves_no_money_and_waits_for_a_payment_method(merchant: Payments) -> None:
    intent = merchant.new(metadata={"order_id": "o-1"})
    assert intent.status == "requires_payment_method"
    assert (intent.amount, intent.amount_capturable, intent.amount_received) == (1200, 0, 0)
    assert intent.client_secret is not None
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert intent.to_dict()["metadata"] == {"order_id": "o-1"}
    assert intent.latest_charge is None


def test_an_intent_with_a_payment_method_waits_for_its_confirmation(merchant: Payments) -> None:
    intent = merchant.new(payment_method=VISA, confirm=False)
    assert intent.status == "requires_confirmation"
    assert merchant.intents.confirm(intent.id).status == "requires_capture"


def test_a_confirmed_intent_holds_the_amount_until_it_is_captured(merchant: Payments) -> None:
    held = merchant.confirm(merchant.new())
    assert (held.status, held.amount_capturable, held.amount_received) == ("requires_capture", 1200, 0)
    paid = merchant.capture(held, expand=["latest_charge"])
    assert (paid.status, paid.amount_capturable, paid.amount_received) == ("succeeded", 0, 1200)
    assert isinstance(paid.latest_charge, stripe.Charge)
    assert (paid.latest_charge.captured, paid.latest_charge.amount_captured) == (True, 1200)


def test_automatic_capture_succeeds_at_once(merchant: Payments) -> None:
    intent = merchant.new(VISA, capture_method="automatic")
    assert (intent.status, intent.amount_received) == ("succeeded", 1200)


def test_a_partial_capture_takes_what_was_asked_and_releases_the_rest(merchant: Payments) -> None:
    paid = merchant.capture(merchant.new(VISA), amount_to_capture=700)
    assert (paid.amount_received, paid.amount_capturable) == (700, 0)


@pytest.mark.parametrize(
    ("card", "decline_code"),
    [(DECLINED, "generic_decline"), (f"{DECLINED}InsufficientFunds", "insufficient_funds")],
)
def test_a_declined_card_is_a_402_and_leaves_the_intent_open(
    merchant: Payments, card: str, decline_code: str
) -> None:
    intent = merchant.new()
    error = refused(merchant.confirm, intent, card, kind=stripe.CardError)
    assert (error.http_status, error.code) == (402, "card_declined")
    assert error.json_body["error"]["decline_code"] == decline_code
    assert error.json_body["error"]["payment_intent"]["status"] == "requires_payment_method"
    left = merchant.now(intent)
    assert (left.status, left.payment_method) == ("requires_payment_method", None)
    assert left.last_payment_error is not None
    told = left.last_payment_error
    assert (told.code, told.decline_code) == ("card_declined", decline_code)


def test_a_declined_intent_can_be_confirmed_again_with_another_card(merchant: Payments) -> None:
    intent = merchant.new()
    refused(merchant.confirm, intent, DECLINED, kind=stripe.CardError)
    held = merchant.confirm(intent)
    assert (held.status, held.last_payment_error) == ("requires_capture", None)


def test_a_cancelled_intent_holds_nothing(merchant: Payments) -> None:
    canceled = merchant.cancel(merchant.new(VISA), cancellation_reason="abandoned")
    assert (canceled.status, canceled.amount_capturable) == ("canceled", 0)
    assert canceled.cancellation_reason == "abandoned"
    assert canceled.canceled_at is not None


def test_capture_after_cancel_is_refused(merchant: Payments) -> None:
    error = refused(merchant.capture, merchant.cancel(merchant.new(VISA)))
    assert (error.http_status, error.code) == UNEXPECTED
    assert error.json_body["error"]["payment_intent"]["status"] == "canceled"


@pytest.mark.parametrize(
    ("before", "then", "says"),
    [
        ("capture", "capture", "already been captured"),
        ("now", "capture", None),
        ("cancel", "cancel", "has a status of canceled"),
        ("capture", "cancel", None),
    ],
    ids=["capture twice", "capture of an unconfirmed intent", "cancel twice", "cancel after success"],
)
def test_what_an_intent_has_gone_past_is_refused(
    merchant: Payments, before: str, then: str, says: str | None
) -> None:
    intent = merchant.new(VISA if before == "capture" else None)
    getattr(merchant, before)(intent)
    error = refused(getattr(merchant, then), intent, match=says)
    assert (error.http_status, error.code) == UNEXPECTED


def test_capture_of_more_than_is_held_is_refused(merchant: Payments) -> None:
    intent = merchant.new(VISA)
    error = refused(merchant.capture, intent, amount_to_capture=1201)
    assert (error.http_status, error.code) == (400, "amount_too_large")
    assert merchant.now(intent).status == "requires_capture"


def test_what_has_three_digits_is_moved_by_tens(merchant: Payments) -> None:
    refused(merchant.new, VISA, amount=1255, currency="bhd")
    intent = merchant.new(VISA, amount=1250, currency="bhd")
    error = refused(merchant.capture, intent, amount_to_capture=1245)
    assert (error.http_status, error.param) == (400, "amount_to_capture")
    merchant.capture(intent, amount_to_capture=1240)
    assert merchant.now(intent).amount_received == 1240


def test_a_decline_takes_the_card_off_the_intent(merchant: Payments) -> None:
    intent = merchant.new(payment_method=DECLINED, confirm=False)
    refused(merchant.intents.confirm, intent.id, kind=stripe.CardError)
    assert merchant.now(intent).payment_method is None
    refused(merchant.intents.confirm, intent.id, match="missing a payment method")


@pytest.mark.parametrize(
    ("act", "state"), [("cancel", "canceled"), ("capture", "succeeded"), ("now", "requires_capture")]
)
def test_confirm_is_refused_once_the_intent_has_moved_on(merchant: Payments, act: str, state: str) -> None:
    intent = merchant.new(VISA)
    getattr(merchant, act)(intent)
    error = refused(merchant.confirm, intent)
    assert (error.http_status, error.code) == UNEXPECTED
    assert merchant.now(intent).status == state


def test_confirm_without_a_payment_method_is_refused(merchant: Payments) -> None:
    refused(merchant.intents.confirm, merchant.new().id, match="missing a payment method")


def test_an_unknown_payment_method_is_refused(merchant: Payments) -> None:
    intent = merchant.new()
    error = refused(merchant.confirm, intent, "pm_nobody")
    assert (error.http_status, error.code, error.param) == (400, "resource_missing", "payment_method")
    assert merchant.now(intent).status == "requires_payment_method"


def test_a_used_payment_method_is_refused(merchant: Payments) -> None:
    used = merchant.new(VISA).payment_method
    assert isinstance(used, str)
    assert refused(merchant.confirm, merchant.new(), used, match="previously used").http_status == 400


def test_an_unknown_intent_is_a_404(merchant: Payments) -> None:
    error = refused(merchant.intents.retrieve, "pi_nobody")
    assert (error.http_status, error.code) == (404, "resource_missing")

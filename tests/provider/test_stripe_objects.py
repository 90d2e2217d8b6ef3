"""The provider's objects in our words: what is not said about money is not taken for nothing."""

from typing import Any

import pytest

from functions.payment.decline import Decline
from functions.payment.hold import HoldStatus, RefundStatus
from functions.payment.stripe.objects import hold_from, refund_from

BARE = {"id": "pi_1", "status": "succeeded", "amount": 1000, "currency": "eur"}
CHARGE = {"status": "succeeded", "amount": 1000, "captured": True, "refunded": False}


REFUND = {"id": "re_1", "amount": 200, "created": 1795700000}


def test_the_captured_amount_is_what_the_hold_says_it_received() -> None:
    assert hold_from(BARE | {"amount_received": 800}, CHARGE | {"amount_captured": 700}).captured == 800


def test_a_hold_that_does_not_say_what_it_received_is_believed_by_its_charge() -> None:
    assert hold_from(BARE, CHARGE | {"amount_captured": 800}).captured == 800


@pytest.mark.parametrize("charge", [{}, CHARGE])
def test_a_payment_that_succeeded_in_silence_has_taken_everything(charge: dict[str, Any]) -> None:
    hold = hold_from(BARE, charge)

    assert (hold.captured, hold.keeps, hold.over) == (1000, 1000, False)


UNPAID = ["requires_payment_method", "requires_action", "requires_capture", "canceled"]


@pytest.mark.parametrize("status", UNPAID)
def test_a_payment_that_has_not_succeeded_has_taken_nothing(status: str) -> None:
    assert hold_from(BARE | {"status": status}, {}).captured == 0


@pytest.mark.parametrize(
    ("received", "charge", "refunded"),
    [
        (1000, {"amount_refunded": 0}, 0),
        (1000, {"amount_refunded": 300}, 300),
        (800, {"amount_refunded": 200}, 0),
        (800, {"amount_refunded": 500}, 300),
        (800, {"amount_refunded": 1000, "refunded": True}, 800),
        (800, {"amount_refunded": 800, "refunded": True}, 800),
        (1000, {}, 0),
        (0, {"captured": False, "amount_refunded": 1000, "refunded": True}, 0),
    ],
)
def test_given_back_is_what_was_captured_and_not_what_was_let_go(
    received: int, charge: dict[str, Any], refunded: int
) -> None:
    assert hold_from(BARE | {"amount_received": received}, CHARGE | charge).refunded == refunded


def test_refunds_are_seen_on_a_charge_that_does_not_say_what_was_captured() -> None:
    hold = hold_from(BARE | {"amount_received": 800}, CHARGE | {"amount_refunded": 1000, "refunded": True})

    assert hold.over


def test_what_a_customer_needs_may_come_without_a_page() -> None:
    action = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
    hold = hold_from(BARE | {"status": "requires_action", "next_action": action, "client_secret": "s"}, {})

    assert (hold.action_url, hold.client_secret) == (None, "s")


def test_a_hold_of_somebody_else_names_no_order() -> None:
    assert hold_from(BARE | {"metadata": None}, {}).order_id == ""


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("requires_payment_method", HoldStatus.OPEN),
        ("requires_confirmation", HoldStatus.OPEN),
        ("requires_action", HoldStatus.ASKED),
        ("requires_capture", HoldStatus.HELD),
        ("succeeded", HoldStatus.TAKEN),
        ("canceled", HoldStatus.GONE),
        ("processing", HoldStatus.UNDECIDED),
        ("something Stripe adds one day", HoldStatus.UNDECIDED),
    ],
)
def test_an_intents_status_is_said_in_our_words_and_shown_in_theirs(word: str, status: HoldStatus) -> None:
    hold = hold_from(BARE | {"status": word}, {})

    assert (hold.status, hold.reported) == (status, word)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ({"code": "card_declined", "decline_code": "insufficient_funds"}, Decline.INSUFFICIENT_FUNDS),
        ({"code": "card_declined", "decline_code": "card_velocity_exceeded"}, Decline.LIMIT_REACHED),
        ({"code": "expired_card"}, Decline.CARD_EXPIRED),
        ({"code": "expired_card", "decline_code": None}, Decline.CARD_EXPIRED),
        ({"code": "incorrect_cvc", "decline_code": "incorrect_cvc"}, Decline.DETAILS_WRONG),
        ({"code": "card_declined", "decline_code": "transaction_not_allowed"}, Decline.CARD_NOT_ACCEPTED),
        ({"code": "payment_intent_authentication_failure"}, Decline.NOT_CONFIRMED),
        ({"code": "processing_error"}, Decline.BANK_UNREACHABLE),
        ({"code": "card_declined", "decline_code": "stolen_card"}, Decline.REFUSED),
        ({"code": "card_declined", "decline_code": "a code of tomorrow"}, Decline.REFUSED),
        ({}, Decline.REFUSED),
    ],
)
def test_why_it_was_declined_is_said_in_our_words(error: dict[str, Any], why: Decline) -> None:
    told = {"status": "requires_payment_method", "last_payment_error": error}
    assert hold_from(BARE | told, {}).why_declined is why


@pytest.mark.parametrize(
    ("word", "error", "declined"),
    [
        ("requires_payment_method", {"code": "card_declined"}, True),
        ("requires_payment_method", None, False),
        ("requires_confirmation", {"code": "card_declined"}, False),
        ("requires_action", {"code": "card_declined"}, False),
        ("canceled", {"code": "card_declined"}, False),
    ],
)
def test_an_intent_is_declined_while_it_waits_for_another_card(
    word: str, error: dict[str, str] | None, declined: bool
) -> None:
    assert hold_from(BARE | {"status": word, "last_payment_error": error}, {}).declined is declined


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("succeeded", RefundStatus.STANDING),
        ("pending", RefundStatus.STANDING),
        ("requires_action", RefundStatus.STANDING),
        (None, RefundStatus.STANDING),
        ("failed", RefundStatus.FAILED),
        ("canceled", RefundStatus.FAILED),
    ],
)
def test_a_refund_stands_unless_the_provider_says_that_it_failed(
    word: str | None, status: RefundStatus
) -> None:
    assert refund_from(REFUND | {"status": word}).status is status


def test_a_refund_of_somebody_else_names_no_return() -> None:
    refund = refund_from(REFUND | {"metadata": None})

    assert (refund.return_id, refund.amount) == ("", 200)

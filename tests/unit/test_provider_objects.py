"""The provider's objects in our words: what is not said about money is not taken for nothing."""

from typing import Any

import pytest

from functions.payment.provider_objects import intent_from, refund_from

BARE = {"id": "pi_1", "status": "succeeded", "amount": 1000, "currency": "eur"}
CHARGE = {"status": "succeeded", "amount": 1000, "captured": True, "refunded": False}


def test_the_captured_amount_is_what_the_intent_says_it_received() -> None:
    assert intent_from(BARE | {"amount_received": 800}, CHARGE | {"amount_captured": 700}).captured == 800


def test_an_intent_that_does_not_say_what_it_received_is_believed_by_its_charge() -> None:
    assert intent_from(BARE, CHARGE | {"amount_captured": 800}).captured == 800


@pytest.mark.parametrize("charge", [{}, CHARGE])
def test_a_payment_that_succeeded_in_silence_has_taken_everything(charge: dict[str, Any]) -> None:
    intent = intent_from(BARE, charge)

    assert (intent.captured, intent.keeps, intent.over) == (1000, 1000, False)


UNPAID = ["requires_payment_method", "requires_action", "requires_capture", "canceled"]


@pytest.mark.parametrize("status", UNPAID)
def test_a_payment_that_has_not_succeeded_has_taken_nothing(status: str) -> None:
    assert intent_from(BARE | {"status": status}, {}).captured == 0


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
    assert intent_from(BARE | {"amount_received": received}, CHARGE | charge).refunded == refunded


def test_refunds_are_seen_on_a_charge_that_does_not_say_what_was_captured() -> None:
    intent = intent_from(
        BARE | {"amount_received": 800}, CHARGE | {"amount_refunded": 1000, "refunded": True}
    )

    assert intent.over


def test_what_a_customer_needs_may_come_without_a_page() -> None:
    action = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
    intent = intent_from(
        BARE | {"status": "requires_action", "next_action": action, "client_secret": "s"}, {}
    )

    assert (intent.action_url, intent.client_secret) == (None, "s")


def test_an_intent_of_somebody_else_names_no_order() -> None:
    assert intent_from(BARE | {"metadata": None}, {}).order_id == ""


def test_a_refund_of_somebody_else_names_no_return() -> None:
    refund = refund_from({"id": "re_1", "amount": 200, "metadata": None, "status": None})

    assert (refund.return_id, refund.amount, refund.status) == ("", 200, "")

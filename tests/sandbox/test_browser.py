"""Client-side confirmation: a publishable key and the intent's client secret."""

from typing import Any

import pytest
import stripe

from tests.sandbox.conftest import NewIntent


def confirm(
    browser: stripe.StripeClient, intent: stripe.PaymentIntent, card: str, secret: str | None
) -> stripe.PaymentIntent:
    """The library is made for servers: its types do not know the browser's parameter."""
    params: Any = {"payment_method": card} | ({"client_secret": secret} if secret else {})
    return browser.v1.payment_intents.confirm(intent.id, params)


def test_a_browser_confirms_with_the_client_secret_after_a_decline(
    merchant: stripe.StripeClient, browser: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent()
    with pytest.raises(stripe.CardError):
        merchant.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa_chargeDeclined"})
    shown = confirm(browser, intent, "pm_card_visa", intent.client_secret)
    assert shown.status == "requires_capture"
    assert merchant.v1.payment_intents.retrieve(intent.id).amount_capturable == 1200


def test_a_browser_sees_nothing_of_the_merchants_notes(
    browser: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent(metadata={"order_id": "o-1"})
    shown = browser.v1.payment_intents.retrieve(intent.id, {"client_secret": str(intent.client_secret)})
    assert shown.status == "requires_payment_method"
    assert "metadata" not in shown
    assert "latest_charge" not in shown


def test_a_decline_tells_the_browser_nothing_of_the_merchants_notes(
    browser: stripe.StripeClient, new_intent: NewIntent
) -> None:
    intent = new_intent(metadata={"order_id": "o-1"})
    with pytest.raises(stripe.CardError) as error:
        confirm(browser, intent, "pm_card_visa_chargeDeclined", intent.client_secret)
    assert "o-1" not in str(error.value.http_body)


@pytest.mark.parametrize("secret", ["pi_x_secret_y", None])
def test_a_browser_without_the_right_client_secret_is_refused(
    merchant: stripe.StripeClient, browser: stripe.StripeClient, new_intent: NewIntent, secret: str | None
) -> None:
    intent = new_intent()
    with pytest.raises(stripe.InvalidRequestError) as error:
        confirm(browser, intent, "pm_card_visa", secret)
    assert error.value.param == "client_secret"
    assert merchant.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_publishable_key_may_not_do_what_needs_the_secret_key(
    browser: stripe.StripeClient, new_intent: NewIntent
) -> None:
    with pytest.raises(stripe.PermissionError) as error:
        browser.v1.payment_intents.cancel(new_intent().id)
    assert error.value.error is not None
    assert error.value.error.code == "secret_key_required"

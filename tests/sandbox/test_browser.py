"""Client-side confirmation: a publishable key and the intent's client secret."""

import pytest
import stripe

from tests.sandbox.harness import DECLINED, VISA, Payments, refused


def test_a_browser_confirms_with_the_client_secret_after_a_decline(
    merchant: Payments, browser: Payments
) -> None:
    intent = merchant.new()
    refused(merchant.confirm, intent, DECLINED, kind=stripe.CardError)
    assert browser.confirm(intent, client_secret=intent.client_secret).status == "requires_capture"
    assert merchant.now(intent).amount_capturable == 1200


def test_a_browser_sees_nothing_of_the_merchants_notes(merchant: Payments, browser: Payments) -> None:
    intent = merchant.new(metadata={"order_id": "o-1"})
    shown = browser.intents.retrieve(intent.id, {"client_secret": str(intent.client_secret)})
    assert shown.status == "requires_payment_method"
    assert "metadata" not in shown
    assert "latest_charge" not in shown


def test_a_decline_tells_the_browser_nothing_of_the_merchants_notes(
    merchant: Payments, browser: Payments
) -> None:
    intent = merchant.new(metadata={"order_id": "o-1"})
    secret = intent.client_secret
    error = refused(browser.confirm, intent, DECLINED, client_secret=secret, kind=stripe.CardError)
    assert "o-1" not in str(error.http_body)


@pytest.mark.parametrize("given", [{"client_secret": "pi_x_secret_y"}, {}], ids=["another's", "none"])
def test_a_browser_without_the_right_client_secret_is_refused(
    merchant: Payments, browser: Payments, given: dict[str, str]
) -> None:
    intent = merchant.new()
    assert refused(browser.confirm, intent, VISA, **given).param == "client_secret"
    assert merchant.now(intent).status == "requires_payment_method"


def test_a_publishable_key_may_not_do_what_needs_the_secret_key(
    merchant: Payments, browser: Payments
) -> None:
    error = refused(browser.cancel, merchant.new(), kind=stripe.PermissionError)
    assert error.error.code == "secret_key_required"

from typing import Any

import pytest
import requests
import stripe

from tests.sandbox.harness import ASKING, Payments, RunningSandbox

RETURN_URL = "http://shop.test/orders/o-1"


@pytest.fixture
def waiting(merchant: Payments) -> stripe.PaymentIntent:
    return merchant.new(ASKING, return_url=RETURN_URL)


def answer(sandbox: RunningSandbox, intent_id: str, outcome: str) -> requests.Response:
    return requests.post(f"{sandbox.api_base}/3ds/{intent_id}", json={"outcome": outcome}, timeout=300)


def test_the_customer_is_sent_to_the_banks_page_on_the_shops_address(waiting: stripe.PaymentIntent) -> None:
    assert (waiting.status, waiting.amount_capturable) == ("requires_action", 0)
    action: Any = waiting.next_action
    assert action.type == "redirect_to_url"
    assert action.redirect_to_url.url == f"http://shop.test/sandbox/3ds/{waiting.id}"
    assert action.redirect_to_url.return_url == RETURN_URL


def test_without_a_return_url_the_page_is_for_the_browsers_library(merchant: Payments) -> None:
    intent = merchant.new(ASKING)
    action = intent.to_dict()["next_action"]
    assert action["type"] == "use_stripe_sdk"
    assert action["use_stripe_sdk"]["stripe_js"] == f"http://shop.test/sandbox/3ds/{intent.id}"


def test_approval_holds_the_amount(
    sandbox: RunningSandbox, merchant: Payments, waiting: stripe.PaymentIntent
) -> None:
    assert answer(sandbox, waiting.id, "success").json()["status"] == "requires_capture"
    intent = merchant.now(waiting)
    assert (intent.status, intent.amount_capturable, intent.next_action) == ("requires_capture", 1200, None)


def test_approval_pays_at_once_when_capture_is_automatic(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.new(ASKING, capture_method="automatic")
    assert answer(sandbox, intent.id, "success").json()["status"] == "succeeded"


def test_refusal_leaves_the_intent_open_with_its_reason(
    sandbox: RunningSandbox, merchant: Payments, waiting: stripe.PaymentIntent
) -> None:
    assert answer(sandbox, waiting.id, "failure").json()["status"] == "requires_payment_method"
    error = merchant.now(waiting).last_payment_error
    assert error is not None
    assert error.code == "payment_intent_authentication_failure"
    assert merchant.confirm(waiting).status == "requires_capture"


def test_an_approved_customer_may_still_be_declined(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.new(f"{ASKING}ChargeDeclinedInsufficientFunds")
    assert answer(sandbox, intent.id, "success").json()["status"] == "requires_payment_method"
    error = merchant.now(intent).last_payment_error
    assert error is not None
    assert error.decline_code == "insufficient_funds"


def test_an_answer_that_comes_too_late_is_refused_and_changes_nothing(
    sandbox: RunningSandbox, merchant: Payments, waiting: stripe.PaymentIntent
) -> None:
    merchant.cancel(waiting)
    late = answer(sandbox, waiting.id, "success")
    assert late.status_code == 409
    assert "canceled" in late.json()["detail"]
    assert merchant.now(waiting).status == "canceled"


def test_the_page_has_two_buttons_that_lead_back_to_the_shop(
    sandbox: RunningSandbox, waiting: stripe.PaymentIntent
) -> None:
    url = f"{sandbox.api_base}/3ds/{waiting.id}"
    page = requests.get(url, timeout=300)
    assert page.headers["Content-Type"].startswith("text/html")
    assert 'value="success"' in page.text
    assert 'value="failure"' in page.text
    back = requests.post(url, data={"outcome": "success"}, allow_redirects=False, timeout=300)
    assert back.status_code == 303
    assert back.headers["Location"].startswith(f"{RETURN_URL}?payment_intent={waiting.id}&")
    assert back.headers["Location"].endswith("redirect_status=succeeded")
    assert "requires_capture" in requests.get(url, timeout=300).text


@pytest.mark.parametrize("outcome", ["perhaps", ""])
def test_an_unclear_answer_is_told_what_to_say(
    sandbox: RunningSandbox, waiting: stripe.PaymentIntent, outcome: str
) -> None:
    assert answer(sandbox, waiting.id, outcome).status_code == 422


def test_an_unknown_payment_has_no_page(sandbox: RunningSandbox) -> None:
    assert requests.get(f"{sandbox.api_base}/3ds/pi_nobody", timeout=300).status_code == 404
    assert answer(sandbox, "pi_nobody", "success").status_code == 404

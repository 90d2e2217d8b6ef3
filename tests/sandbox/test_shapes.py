"""The sandbox's objects are those that Stripe's own library documents: all that is promised, and no more."""

from typing import Any

import pytest
import requests
import stripe

from tests.sandbox.documented import differences
from tests.sandbox.harness import ASKING, DECLINED, SECRET_KEY, VISA, Payments, RunningSandbox, refused


def shown(sandbox: RunningSandbox, path: str) -> dict[str, Any]:
    url = f"{sandbox.api_base}/v1/{path}"
    found: dict[str, Any] = requests.get(url, auth=(SECRET_KEY, ""), timeout=300).json()
    return found


def intent_differences(sandbox: RunningSandbox, intent_id: str) -> list[str]:
    return differences(shown(sandbox, f"payment_intents/{intent_id}?expand[]=latest_charge"))


def test_a_difference_is_seen() -> None:
    wrong = {"object": "refund", "id": 1, "amount": 100, "status": "succeeded", "colour": "red"}

    assert differences(wrong) == [
        "refund.colour is unknown",
        "refund.created is missing",
        "refund.currency is missing",
        "refund.id is 1",
    ]


def test_a_value_that_nobody_documents_is_seen() -> None:
    charge = {"object": "charge", "status": "great"}

    assert "charge.status is 'great'" in differences(charge)


@pytest.mark.parametrize("card", [None, VISA, ASKING])
def test_an_intent_on_its_way(sandbox: RunningSandbox, merchant: Payments, card: str | None) -> None:
    assert intent_differences(sandbox, merchant.new(card).id) == []


def test_an_intent_with_a_page_to_go_to(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.new(ASKING, return_url="https://shop.test/back")

    assert intent_differences(sandbox, intent.id) == []


def test_an_intent_that_was_declined(sandbox: RunningSandbox, merchant: Payments) -> None:
    left = refused(merchant.new, DECLINED, kind=stripe.CardError).json_body["error"]["payment_intent"]

    assert differences(left) == []
    assert intent_differences(sandbox, left["id"]) == []


def test_an_intent_whose_customer_failed_at_the_bank(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.new(ASKING)
    requests.post(f"{sandbox.api_base}/3ds/{intent.id}", json={"outcome": "failure"}, timeout=300)

    assert intent_differences(sandbox, intent.id) == []


def test_an_intent_that_was_canceled(sandbox: RunningSandbox, merchant: Payments) -> None:
    assert intent_differences(sandbox, merchant.cancel(merchant.new(VISA)).id) == []


def test_an_intent_that_was_captured_and_given_back(sandbox: RunningSandbox, merchant: Payments) -> None:
    intent = merchant.capture(merchant.new(VISA), amount_to_capture=700)
    refund = merchant.refund(intent, amount=300)

    assert intent_differences(sandbox, intent.id) == []
    assert differences(shown(sandbox, f"refunds/{refund.id}?expand[]=charge")) == []


def test_events(sandbox: RunningSandbox, merchant: Payments) -> None:
    merchant.new(VISA)
    (event,) = shown(sandbox, "events?limit=1")["data"]

    assert differences(event) == []
    assert differences(event["data"]["object"]) == []

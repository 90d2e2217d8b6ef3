"""The bank asks the customer first, over HTTP alone: the provider's own courier brings the news."""

import time
from typing import Any

import requests

from tests.e2e.charges import charges, taken_since
from tests.e2e.shop import WATER, Buyer, Shop, conforms

CARD = "pm_card_authenticationRequired"
WAIT_SECONDS = 10
ATTEMPTS = 5


def ask(shop: Shop, key: str) -> tuple[Buyer, dict[str, Any], dict[str, Any]]:
    """A buyer whom the bank wants to hear, the total and what the order says is to be done.

    Nobody is kept waiting who has to act. A busy machine may take as long, but not every time.
    """
    for _ in range(ATTEMPTS):
        buyer = shop.buyer()
        total = buyer.put(WATER)["total"]
        began = time.monotonic()
        waiting = buyer.pay(CARD, key=key, total=total, wait=WAIT_SECONDS)
        if time.monotonic() - began < WAIT_SECONDS:
            break
    else:
        raise AssertionError("it waited although the customer has to act")

    assert waiting.status_code == 202, waiting.text
    action: dict[str, Any] = waiting.json()["next_action"]
    assert action["type"] == "authenticate"
    assert action["url"].startswith(f"{shop.url}/sandbox/")
    return buyer, total, action


def test_a_customer_who_approves_at_the_bank_gets_the_order(shop: Shop) -> None:
    before = charges(shop)
    buyer, total, action = ask(shop, "approves")

    assert requests.post(action["url"], json={"outcome": "success"}, timeout=120).status_code == 200
    answer = buyer.pay_until_decided(CARD, key="approves", total=total)

    assert answer.status_code == 201, answer.text
    order = buyer.order(answer.json()["order_id"])
    assert (order["status"], order["next_action"]) == ("CONFIRMED", None)
    assert taken_since(shop, before) == total["amount"]


def test_a_customer_who_fails_at_the_bank_is_told_that_the_payment_was_declined(shop: Shop) -> None:
    before = charges(shop)
    buyer, total, action = ask(shop, "fails")

    assert requests.post(action["url"], json={"outcome": "failure"}, timeout=120).status_code == 200
    answer = buyer.pay_until_decided(CARD, key="fails", total=total)

    assert answer.status_code == 402, answer.text
    assert answer.json()["type"] == "/api/problems/payment-declined"
    assert taken_since(shop, before) == 0
    assert len(buyer.cart()["lines"]) == 1


def test_nobody_but_the_provider_is_believed_at_the_webhook(shop: Shop) -> None:
    for headers in ({}, {"Stripe-Signature": "t=1,v1=0"}):
        answer = requests.post(f"{shop.url}/api/payments/webhook", data="{}", headers=headers, timeout=120)
        conforms("POST", "/payments/webhook", answer)
        assert answer.status_code == 400
        assert answer.json()["type"] == "/api/problems/webhook-refused"

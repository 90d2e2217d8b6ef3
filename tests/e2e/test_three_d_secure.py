"""The bank asks the customer first, over HTTP alone: the provider's own courier brings the news."""

from typing import Any

from tests.e2e.charges import charges, taken_since
from tests.e2e.shop import WATER, Buyer, Shop

CARD = "pm_card_authenticationRequired"
ATTEMPTS = 5


def at_the_bank(shop: Shop, outcome: str) -> tuple[Buyer, str, dict[str, Any]]:
    """A buyer who was asked by the bank and has answered it; the key that the order was placed with, and its
    total.

    The bank asks for as long as the shop waits for it. On a slow machine that may be over before anybody
    has answered: whoever came too late orders again.
    """
    for attempt in range(ATTEMPTS):
        buyer, key = shop.buyer(), f"{outcome}-{attempt}"
        total = buyer.put(WATER)["total"]
        asked = buyer.pay_until_asked(CARD, key, total)
        if asked.status_code == 402:
            continue
        assert asked.status_code == 202, asked.text
        action: dict[str, Any] = asked.json()["next_action"]
        assert action["type"] == "authenticate"
        assert action["url"].startswith(f"{shop.url}/sandbox/")
        if shop.ask("POST", action["url"], json={"outcome": outcome}).status_code == 200:
            return buyer, key, total
    raise AssertionError(f"nobody could answer the bank in {ATTEMPTS} attempts")


def test_a_customer_who_approves_at_the_bank_gets_the_order(shop: Shop) -> None:
    before = charges(shop)

    buyer, key, total = at_the_bank(shop, "success")
    answer = buyer.pay_until_decided(CARD, key=key, total=total)

    assert answer.status_code == 201, answer.text
    order = buyer.order(answer.json()["order_id"])
    assert (order["status"], order["next_action"]) == ("CONFIRMED", None)
    assert taken_since(shop, before) == total["amount"]


def test_a_customer_who_fails_at_the_bank_is_told_that_the_payment_was_declined(shop: Shop) -> None:
    before = charges(shop)

    buyer, key, total = at_the_bank(shop, "failure")
    answer = buyer.pay_until_decided(CARD, key=key, total=total)

    assert answer.status_code == 402, answer.text
    assert answer.json()["type"] == "/api/problems/payment-declined"
    assert taken_since(shop, before) == 0
    assert len(buyer.cart()["lines"]) == 1


def test_nobody_but_the_provider_is_believed_at_the_webhook(shop: Shop) -> None:
    for headers in ({}, {"Stripe-Signature": "t=1,v1=0"}):
        answer = shop.ask("POST", "/api/payments/webhook", data="{}", headers=headers)
        assert answer.status_code == 400
        assert answer.json()["type"] == "/api/problems/webhook-refused"

"""The adapters that there are, each connected to a server of its provider."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest.mock import patch

import requests

from functions.payment import credentials
from functions.payment.credentials import Credentials
from functions.payment.stripe import adapter
from tests.provider.demands import Cards, Delivery, Subject
from tests.sandbox.harness import WEBHOOK_SECRET, RunningSandbox, Webhook

ANY_TEST_KEY = "sk_test_provider"
CARDS = Cards("pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_authenticationRequired")


@contextmanager
def stripe_at(url: str, key: str = ANY_TEST_KEY, cards: Cards = CARDS) -> Iterator[Subject]:
    """Stripe's adapter as it is, but for base address and keys."""
    keys = Credentials(key, WEBHOOK_SECRET)
    adapter._client_for.cache_clear()  # its key says nothing of the address
    with (
        patch.dict(os.environ, {"PAYMENT_API_BASE": url}),
        patch.object(credentials, "current", lambda *_: keys),
    ):
        yield Subject("stripe", adapter, cards, "pi_0000000000000000", _refund_by_hand)
    adapter._client_for.cache_clear()


@contextmanager
def stripe_at_its_sandbox(folder: Path) -> Iterator[Subject]:
    webhook = Webhook()
    options = ("--webhook-url", webhook.url, "--webhook-secret", WEBHOOK_SECRET)
    sandbox = RunningSandbox(folder / "state.sqlite", *options)
    held = "payment_intent.amount_capturable_updated"

    def delivered(hold_id: str) -> Delivery:
        received = webhook.wait_for(hold_id, held)[0]
        return Delivery(received.payload, {"Stripe-Signature": [received.signature]})

    def disputes(hold_id: str, action: str) -> str:
        ordered = {"payment_intent": hold_id, "action": action}
        answer = requests.post(f"{sandbox.api_base}/disputes", json=ordered, timeout=60)
        assert answer.status_code == HTTPStatus.CREATED, answer.text
        return str(answer.json()["id"])

    try:
        with stripe_at(sandbox.api_base) as subject:
            yield replace(subject, delivered=delivered, disputes=disputes)
    finally:
        sandbox.stop()
        webhook.close()


def _refund_by_hand(hold_id: str, amount: int) -> str:
    params: Any = {"payment_intent": hold_id, "amount": amount}
    return str(adapter._client().v1.refunds.create(params).id)


ADAPTERS = {"stripe": stripe_at_its_sandbox}
"""By name: given a folder for its state, the adapter connected to a server that runs meanwhile."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe

from tests.sandbox.harness import PUBLISHABLE_KEY, WEBHOOK_SECRET, RunningSandbox, Webhook

NewIntent = Callable[..., stripe.PaymentIntent]


@pytest.fixture(scope="session")
def webhook() -> Iterator[Webhook]:
    webhook = Webhook()
    yield webhook
    webhook.close()


@pytest.fixture(scope="session")
def running(webhook: Webhook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    state: Path = tmp_path_factory.mktemp("sandbox") / "state.sqlite"
    options = (
        "--webhook-url",
        webhook.url,
        "--webhook-secret",
        WEBHOOK_SECRET,
        "--public-url",
        "http://shop.test",
    )
    sandbox = RunningSandbox(state, *options)
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(running: RunningSandbox) -> Iterator[RunningSandbox]:
    """The shared sandbox, without faults before and after."""
    yield running
    running.clear_faults()


@pytest.fixture(scope="session")
def merchant(running: RunningSandbox) -> stripe.StripeClient:
    return running.client()


@pytest.fixture(scope="session")
def browser(running: RunningSandbox) -> stripe.StripeClient:
    return running.client(PUBLISHABLE_KEY)


@pytest.fixture
def new_intent(merchant: stripe.StripeClient) -> NewIntent:
    """Creates an intent of 12.00 EUR with manual capture, confirmed at once if a payment method is given."""

    def create(payment_method: str | None = None, **more: Any) -> stripe.PaymentIntent:
        params: Any = {"amount": 1200, "currency": "eur", "capture_method": "manual"}
        if payment_method is not None:
            params |= {"payment_method": payment_method, "confirm": True}
        return merchant.v1.payment_intents.create(params | more)

    return create

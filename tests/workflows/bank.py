"""The customer's bank and the provider's courier, by hand: who is told what, when, and how often."""

import json
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from stripe import PaymentIntent, StripeClient, WebhookSignature

from functions.payment.hold import Hold
from tests.world.api import Answer
from tests.world.cloud import STRIPE_KEYS
from tests.world.world import World

PATH = "/payments/webhook"
CAPTURABLE = "payment_intent.amount_capturable_updated"
FAILED = "payment_intent.payment_failed"


def hold_of(shop: World, order_id: str) -> Hold:
    (hold,) = shop.holds(order_id)
    return hold


def customer_answers(shop: World, order_id: str, outcome: str = "success") -> Hold:
    """Success or failure at the bank; nobody is told. The hold before."""
    hold = hold_of(shop, order_id)
    shop.provider.customer_answers_bank(hold.hold_id, outcome)
    return hold


def event(shop: World, hold_id: str, event_type: str) -> dict[str, Any]:
    """The one of this type that the provider has recorded about the hold."""
    found: list[dict[str, Any]] = [
        one
        for one in shop.provider.events()
        if one["type"] == event_type and one["data"]["object"]["id"] == hold_id
    ]
    assert len(found) == 1, [one["type"] for one in found]
    return found[0]


def deliver(shop: World, told: dict[str, Any]) -> Answer:
    """As the provider delivers: signed, now."""
    body = json.dumps(told, indent=2)
    signature = WebhookSignature.generate_signature_header(body, STRIPE_KEYS["webhook_secret"])
    return shop.api("POST", PATH, body, {"Stripe-Signature": signature})


def tell(shop: World, hold: Hold, event_type: str = CAPTURABLE) -> Answer:
    return deliver(shop, event(shop, hold.hold_id, event_type))


def heard(answer: Answer) -> bool:
    return (answer.status, answer.json) == (200, {"received": True})


def merchant(shop: World) -> StripeClient:
    """Somebody else with the shop's key: the provider's dashboard, a customer with a client secret."""
    return StripeClient("sk_test_world", base_addresses={"api": shop.provider.api_base})


def pays(shop: World, order_id: str, **more: Any) -> PaymentIntent:
    """An intent for the order that is none of ours, paid at once."""
    params: Any = {
        "amount": 1250,
        "currency": "eur",
        "capture_method": "manual",
        "payment_method": "pm_card_visa",
        "payment_method_types": ["card"],
        "confirm": True,
        "metadata": {"order_id": order_id},
    }
    return merchant(shop).v1.payment_intents.create(params | more)


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, happens: Callable[[], None]
) -> None:
    """The first time that `module.name` is about to be called, this happens before, in another process."""
    real: Callable[..., Any] = getattr(module, name)
    failures: list[BaseException] = []

    def act() -> None:
        try:
            happens()
        except BaseException as failure:  # noqa: BLE001 - raised where the test can see it
            failures.append(failure)

    def first(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(module, name, real)
        other = threading.Thread(target=act)
        other.start()
        other.join(20)
        assert not other.is_alive()
        assert not failures, failures
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, first)

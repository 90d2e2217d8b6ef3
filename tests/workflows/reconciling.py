"""Payments that went astray, made for real at the provider, and the job that finds them."""

from typing import Any

from functions.payment import provider
from functions.payment.payment import Intent
from tests.world.world import PRICE, VISA, World

LATER = 601
"""Longer than the grace that an intent is given."""


def charged(order_id: str, *, amount: int = PRICE, capture: bool = False, names: str = "order_id") -> Intent:
    """An intent that was created and confirmed behind the shop's back, perhaps captured too."""
    intents = provider._client().v1.payment_intents
    params: Any = {
        "amount": amount,
        "currency": "eur",
        "capture_method": "manual",
        "payment_method_types": ["card"],
        "payment_method": VISA,
        "confirm": True,
        "metadata": {names: order_id},
    }
    intent_id = intents.create(params).id
    if capture:
        intents.capture(intent_id)
    return provider.read_intent(intent_id)


def reconciled(shop: World) -> dict[str, Any]:
    """What a run of the job says, some minutes later."""
    shop.time_passes(LATER)
    outcome = shop.invoke("Reconcile", {})
    assert outcome.error is None, outcome
    summary: dict[str, Any] = outcome.answer
    return summary


def cures(shop: World, **mismatches: int) -> None:
    """A run finds these and cures them all; another one finds nothing more."""
    found = reconciled(shop)
    expected = {name.replace("_", "-"): times for name, times in mismatches.items()}
    assert found["mismatches"] == expected, found
    assert found["cured"] == sum(expected.values()), found
    assert found["to_operator"] == 0
    before = [one for one in shop.provider_intents()]
    again = reconciled(shop)
    assert (again["mismatches"], again["cured"]) == ({}, 0), again
    assert shop.provider_intents() == before

"""`show-breaker`: where the payment provider's circuit stands."""

from typing import Any

from functions.operations.show_circuit import show_circuit
from functions.payment import breaker


def show_breaker() -> dict[str, Any]:
    return show_circuit(breaker.standing())

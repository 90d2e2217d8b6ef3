"""What the payment provider has for each order, from its own list: what nobody here can talk away. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Account:
    """An order's money at the provider. `charges` is how often it was taken, `tries` how many holds were ever
    begun; the others are sums in minor units: `held` now, `captured`, `refunded` of it."""

    tries: int = 0
    charges: int = 0
    held: int = 0
    captured: int = 0
    refunded: int = 0

    def with_intent(self, intent: dict[str, Any]) -> "Account":
        """With one more of the provider's intents, whose `latest_charge` is expanded."""
        captured = int(intent["amount_received"])
        return Account(
            self.tries + 1,
            self.charges + (captured > 0),
            self.held + int(intent["amount_capturable"]),
            self.captured + captured,
            self.refunded + _refunded(intent),
        )


def _refunded(intent: dict[str, Any]) -> int:
    """Of what was captured: the provider counts what a smaller capture lets go as given back, too."""
    charge = intent["latest_charge"] or {}
    if not charge.get("captured"):
        return 0
    return int(charge["amount_refunded"]) - (int(charge["amount"]) - int(charge["amount_captured"]))


def accounts(intents: Iterable[dict[str, Any]], order_ids: set[str]) -> dict[str, dict[str, int]]:
    """Of these orders, those without an intent included."""
    found = {order_id: Account() for order_id in order_ids}
    for intent in intents:
        order_id = intent["metadata"].get("order_id")
        if order_id in found:
            found[order_id] = found[order_id].with_intent(intent)
    return {order_id: asdict(account) for order_id, account in found.items()}

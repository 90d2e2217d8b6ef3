"""Payment rules: the states of an order's payment, and what a provider's intent means for it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from functions.payment.errors import ProviderUnavailable
from functions.shared.money import Money


class State(StrEnum):
    CONFIRMING = "CONFIRMING"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    AUTHORIZED = "AUTHORIZED"
    DECLINED = "DECLINED"
    VOIDED = "VOIDED"
    """Undone, or a tombstone: nothing was ever begun and nothing may begin any more."""


OPEN = {State.CONFIRMING, State.ACTION_REQUIRED}


@dataclass(frozen=True)
class Intent:
    """The provider's view of a payment (Stripe's PaymentIntent), in its own status words.

    `declined` tells an intent that was tried and refused from one that was never confirmed: both stand in
    `requires_payment_method`. `was_held` tells whether the money was ever set aside. Amounts in minor units.
    """

    intent_id: str
    order_id: str
    status: str
    amount: Money
    captured: int
    refunded: int
    declined: bool
    was_held: bool
    client_secret: str
    action_url: str | None

    @property
    def holds(self) -> int:
        """What is still held on the card, not yet captured."""
        return self.amount.amount if self.status == "requires_capture" else 0

    @property
    def keeps(self) -> int:
        """What was captured and not given back."""
        return self.captured - self.refunded if self.status == "succeeded" else 0


@dataclass(frozen=True)
class Payment:
    """What is recorded of an order's payment. `attempt` numbers the tries to confirm its intent."""

    order_id: str
    state: State
    intent_id: str | None
    attempt: int
    next_action: dict[str, Any] | None


def settled_state(intent: Intent) -> State | None:
    """The state that an intent has come to, or None if it waits to be confirmed (again)."""
    match intent.status:
        case "requires_capture" | "succeeded":
            return State.AUTHORIZED
        case "requires_action":
            return State.ACTION_REQUIRED
        case "canceled":
            return State.VOIDED
        case "requires_payment_method" if intent.declined:
            return State.DECLINED
        case "requires_payment_method" | "requires_confirmation":
            return None
    raise ProviderUnavailable(f"intent {intent.intent_id} is {intent.status}: not decided yet")


def next_action(intent: Intent) -> dict[str, Any]:
    """What the customer's browser needs to answer the bank: kept with the payment, shown to its owner."""
    return {"type": "authenticate", "url": intent.action_url, "client_secret": intent.client_secret}

"""What the sandbox remembers. Amounts are integer minor units, times are Unix seconds."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PaymentMethod:
    """One use of a test card. `card` names its behaviour (see cards.py); it can be charged once."""

    id: str
    created: int
    card: str
    used: bool = False


@dataclass(frozen=True)
class Intent:
    """A PaymentIntent. `extras` holds what is only echoed: description, receipt_email, shipping..."""

    id: str
    created: int
    amount: int
    currency: str
    capture_method: str
    client_secret: str
    status: str = "requires_payment_method"
    metadata: dict[str, str] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)
    payment_method: str | None = None
    amount_capturable: int = 0
    amount_received: int = 0
    latest_charge: str | None = None
    last_payment_error: dict[str, Any] | None = None
    next_action: dict[str, Any] | None = None
    canceled_at: int | None = None
    cancellation_reason: str | None = None


@dataclass(frozen=True)
class Charge:
    """One attempt on a card. `amount_refunded` includes what was released without being captured; a hold
    ends by itself at `capture_before`."""

    id: str
    created: int
    amount: int
    currency: str
    payment_intent: str
    payment_method: str
    card: str
    status: str = "succeeded"
    captured: bool = False
    amount_captured: int = 0
    amount_refunded: int = 0
    failure: dict[str, Any] | None = None
    capture_before: int | None = None
    disputed: bool = False


@dataclass(frozen=True)
class Refund:
    id: str
    created: int
    amount: int
    currency: str
    payment_intent: str
    charge: str
    reason: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    status: str = "succeeded"


@dataclass(frozen=True)
class Dispute:
    """`booked`: what was taken from the shop (negative) and given back to it, the first first."""

    id: str
    created: int
    amount: int
    currency: str
    payment_intent: str
    charge: str
    status: str
    booked: tuple[int, ...] = ()


@dataclass(frozen=True)
class Event:
    """`data` is the object as it looked when the event happened; `request` names the call that caused it."""

    id: str
    created: int
    type: str
    data: dict[str, Any]
    request: dict[str, str | None]


Stored = PaymentMethod | Intent | Charge | Refund | Dispute | Event

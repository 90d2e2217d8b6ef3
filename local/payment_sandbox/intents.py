"""The rules of a PaymentIntent's life, pure: (intent, what happens) -> Change, or a StripeError.

Confirmation has its own file, confirming.py.
Source: https://docs.stripe.com/payments/paymentintents/lifecycle
"""

from dataclasses import dataclass, replace

from local.payment_sandbox.currencies import check_steps
from local.payment_sandbox.errors import StripeError, invalid_request
from local.payment_sandbox.model import Charge, Intent, PaymentMethod
from local.payment_sandbox.views import intent_view

_CANCELABLE = (
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
    "processing",
)


@dataclass(frozen=True)
class Change:
    """What to keep and tell. With a `refusal` the change is kept all the same: a decline leaves traces.
    `released` of a held amount shows as a refund that nobody asked for."""

    intent: Intent
    method: PaymentMethod | None = None
    charge: Charge | None = None
    events: tuple[tuple[str, Intent | Charge], ...] = ()
    refusal: StripeError | None = None
    released: int = 0


def capture(intent: Intent, charge: Charge | None, amount: int | None) -> Change:
    """Takes `amount` (all, if None); what is not taken is released."""
    if intent.status == "succeeded":
        raise unexpected_state(
            intent, "This PaymentIntent could not be captured because it has already been captured."
        )
    require(intent, ("requires_capture",), "This PaymentIntent could not be captured", "captured")
    taken = intent.amount_capturable if amount is None else amount
    check_steps(taken, intent.currency, "amount_to_capture")
    if taken > intent.amount_capturable or charge is None:
        raise invalid_request(
            "The payment could not be captured because the requested capture amount is greater than the "
            "amount you can capture for this charge.",
            code="amount_too_large",
            param="amount_to_capture",
            payment_intent=intent_view(intent),
        )
    released = intent.amount_capturable - taken
    captured = replace(charge, captured=True, amount_captured=taken, amount_refunded=released)
    paid = replace(intent, status="succeeded", amount_capturable=0, amount_received=taken)
    told = (("payment_intent.succeeded", paid),)
    return Change(paid, charge=captured, events=told, released=released)


def cancel(intent: Intent, charge: Charge | None, reason: str | None, now: int) -> Change:
    """Releases a held amount, which Stripe tells as a refunded charge that was never captured."""
    require(intent, _CANCELABLE, "You cannot cancel this PaymentIntent", "canceled")
    canceled = replace(
        intent,
        status="canceled",
        canceled_at=now,
        cancellation_reason=reason,
        amount_capturable=0,
        next_action=None,
    )
    told = ("payment_intent.canceled", canceled)
    if intent.status != "requires_capture" or charge is None:
        return Change(canceled, events=(told,))
    released = replace(charge, amount_refunded=charge.amount)
    events = (("charge.refunded", released), told)
    return Change(canceled, charge=released, events=events, released=charge.amount)


def require(intent: Intent, statuses: tuple[str, ...], refused: str, done: str) -> None:
    if intent.status in statuses:
        return
    raise unexpected_state(
        intent,
        f"{refused} because it has a status of {intent.status}. Only a PaymentIntent with one of the "
        f"following statuses may be {done}: {', '.join(statuses)}.",
    )


def unexpected_state(intent: Intent, message: str) -> StripeError:
    return invalid_request(
        message, code="payment_intent_unexpected_state", payment_intent=intent_view(intent)
    )

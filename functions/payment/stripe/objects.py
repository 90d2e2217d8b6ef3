"""What Stripe's objects say, in our words (https://docs.stripe.com/api/payment_intents/object, .../charges,
.../disputes).

A hold is a PaymentIntent with manual capture, and its latest charge.

A field that is missing is never read as good news about money: what succeeded without saying how much was
taken has taken all of it.
"""

from datetime import UTC, datetime
from typing import Any

from functions.payment.disputes import Dispute, DisputeState
from functions.payment.hold import Hold, HoldStatus, ProviderRefund, RefundStatus
from functions.payment.stripe.declines import decline_from
from functions.shared import clock
from functions.shared.money import Money

Data = dict[str, Any]

STATUSES = {
    "requires_payment_method": HoldStatus.OPEN,
    "requires_confirmation": HoldStatus.OPEN,
    "requires_action": HoldStatus.ASKED,
    "requires_capture": HoldStatus.HELD,
    "succeeded": HoldStatus.TAKEN,
    "canceled": HoldStatus.GONE,
}
"""Of an intent; what is not here (`processing`, or what Stripe adds one day) is undecided."""

VOIDS = "void"
"""The metadata of a refund that gives back everything because the order was cancelled."""

DISPUTE_STATES = {
    "warning_needs_response": DisputeState.INQUIRY,
    "warning_under_review": DisputeState.INQUIRY,
    "warning_closed": DisputeState.CLOSED,
    "prevented": DisputeState.CLOSED,
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
}
"""Of a dispute; what is not here (`needs_response`, `under_review`, or what Stripe adds one day) is open."""

FAILED = frozenset({"failed", "canceled"})
"""Of a refund that gave nothing back, or did not keep it given."""


def hold_from(data: Data, charge: Data) -> Hold:
    """`charge` is the intent's latest, or {} if the card was never tried."""
    captured = _captured(data, charge)
    redirect = (data.get("next_action") or {}).get("redirect_to_url") or {}
    error = data.get("last_payment_error") if data["status"] == "requires_payment_method" else None
    return Hold(
        hold_id=data["id"],
        order_id=(data.get("metadata") or {}).get("order_id", ""),
        status=STATUSES.get(data["status"], HoldStatus.UNDECIDED),
        amount=Money(data["amount"], data["currency"].upper()),
        captured=captured,
        refunded=_refunded(charge, captured),
        declined=error is not None,
        was_held=charge.get("status") == "succeeded",
        client_secret=data.get("client_secret") or "",
        action_url=redirect.get("url"),
        capture_before=_capture_before(charge),
        reported=data["status"],
        why_declined=None if error is None else decline_from(error),
        disputed=bool(charge.get("disputed")),
    )


def refund_from(data: Data) -> ProviderRefund:
    tags = data.get("metadata") or {}
    return ProviderRefund(
        refund_id=data["id"],
        return_id=tags.get("return_id", ""),
        amount=data["amount"],
        status=RefundStatus.FAILED if data.get("status") in FAILED else RefundStatus.STANDING,
        voids=VOIDS in tags,
        made_at=clock.timestamp(datetime.fromtimestamp(data["created"], UTC)),
    )


def dispute_from(data: Data) -> Dispute:
    """Whether the bank has the money is what was booked for the dispute; how much of it is the dispute's own:
    bookings are in the account's currency, which may be another one."""
    booked = sum(one["amount"] for one in data.get("balance_transactions") or [])
    return Dispute(
        dispute_id=data["id"],
        amount=data["amount"],
        state=DISPUTE_STATES.get(data["status"], DisputeState.OPEN),
        taken=data["amount"] if booked < 0 else 0,
        opened_at=clock.timestamp(datetime.fromtimestamp(data["created"], UTC)),
    )


def _captured(data: Data, charge: Data) -> int:
    received: int | None = data.get("amount_received")
    if received is None and data["status"] == "succeeded":
        received = charge.get("amount_captured")
        if received is None:
            received = int(data["amount"])
    return received or 0


def _refunded(charge: Data, captured: int) -> int:
    """What was captured and given back. The provider counts what a partial capture let go as refunded too."""
    if not charge.get("captured"):
        return 0
    if charge.get("refunded"):
        return captured
    let_go: int = charge["amount"] - captured
    return max(0, int(charge.get("amount_refunded") or 0) - let_go)


def _capture_before(charge: Data) -> str | None:
    """When the hold ends (payment_method_details.card.capture_before, Unix seconds), in RFC 3339."""
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    seconds = card.get("capture_before")
    return clock.timestamp(datetime.fromtimestamp(seconds, UTC)) if seconds else None

"""What Stripe tells us of its own accord: events, signed by it (https://docs.stripe.com/webhooks).

Of an event only its id, its type, the id of the intent that it is about and the order which that names are
read: what never changes. The rest is a copy that may be stale when it arrives, and its shape follows the API
version of the endpoint's registration, not ours.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import stripe

from functions.payment import credentials
from functions.payment.errors import EventRefused, PaymentsNotConfigured
from functions.payment.hold import Event
from functions.shared import trace

_GONE = "payment_intent.canceled"
_OF_INTENTS = (
    "payment_intent.amount_capturable_updated",
    _GONE,
    "payment_intent.payment_failed",
    "payment_intent.requires_action",
)
_OF_REFUNDS = ("charge.refunded", "refund.created", "refund.failed", "refund.updated")
_OF_DISPUTES = (
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.updated",
)
EVENTS: tuple[str, ...] = (*_OF_INTENTS, *_OF_REFUNDS, *_OF_DISPUTES)
"""Those to subscribe to (https://docs.stripe.com/api/events/types)."""

_OF_CAPTURES = ("payment_intent.succeeded",)
"""Not subscribed to: who captures is told by the answer, or asks. Where an endpoint was registered for them
once, they are hints like the others."""

SIGNATURE = "stripe-signature"
TOLERANCE_SECONDS = 300
LONGEST_SIGNATURE = 2048
ROTATED_SECONDS = 30.0
"""A signature that does not fit may have been made with a newer secret than the one remembered; but nobody
can have it read more often than so."""


def read_event(body: bytes, headers: Mapping[str, Sequence[str]]) -> Event:
    """The event in a request's raw body. Raises EventRefused, PaymentsNotConfigured."""
    signature = _signature(headers)
    if signature is None or len(signature) > LONGEST_SIGNATURE or not signature.isascii():
        raise EventRefused
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise EventRefused from None
    if not (_is_signed(text, signature) or _is_signed(text, signature, ROTATED_SECONDS)):
        raise EventRefused
    return _event(text)


def _signature(headers: Mapping[str, Sequence[str]]) -> str | None:
    """The one value of the header, None if there is none or several."""
    values = {value for name, found in headers.items() if name.lower() == SIGNATURE for value in found}
    return values.pop() if len(values) == 1 else None


def _is_signed(text: str, signature: str, fresh_seconds: float = credentials.FRESH_SECONDS) -> bool:
    secret = credentials.current(fresh_seconds).webhook_secret
    if secret is None:
        raise PaymentsNotConfigured("the provider's secret holds no webhook_secret")
    try:
        stripe.WebhookSignature.verify_header(text, signature, secret, TOLERANCE_SECONDS)
    except stripe.SignatureVerificationError:
        return False
    return True


def _event(text: str) -> Event:
    """Of a body whose signature was checked."""
    try:
        data = json.loads(text)
        event = Event(data["id"], data["type"], None)
        if event.type in _OF_INTENTS + _OF_CAPTURES:
            intent = data["data"]["object"]
            event = replace(event, hold_id=intent["id"], order_id=_named(intent), gone=event.type == _GONE)
        elif event.type in _OF_REFUNDS:
            about = data["data"]["object"]
            event = replace(event, hold_id=about.get("payment_intent"), order_id=_named(about), refunds=True)
        elif event.type in _OF_DISPUTES:
            event = replace(event, hold_id=data["data"]["object"].get("payment_intent"), disputes=True)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise EventRefused from None
    if not all(isinstance(one, str) and one for one in (event.event_id, event.type, event.hold_id or "-")):
        raise EventRefused
    return event


def _named(about: Mapping[str, Any]) -> str:
    """The order that an object's metadata name, by itself or by its return; empty where others wrote them."""
    tags = about.get("metadata")
    if not isinstance(tags, dict):
        return ""
    named = tags.get("order_id") or trace.order_of(tags.get("return_id"))
    return named if isinstance(named, str) else ""

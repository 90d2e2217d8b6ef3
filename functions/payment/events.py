"""What the provider tells us of its own accord: events, signed by it (https://docs.stripe.com/webhooks).

Of an event only its id, its type and the id of what it is about are read. The rest is a copy that may be
stale when it arrives, and its shape follows the API version of the endpoint's registration, not ours.
"""

import json
from dataclasses import dataclass

import stripe

from functions.payment import credentials
from functions.payment.errors import PaymentsNotConfigured
from functions.payment.payment import EVENTS

TOLERANCE_SECONDS = 300
LONGEST_SIGNATURE = 2048
ROTATED_SECONDS = 30.0
"""A signature that does not fit may have been made with a newer secret than the one remembered; but nobody
can have it read more often than so."""


class EventRefused(Exception):
    """Not an event of the provider's, or an old one; deliberately without a reason."""


@dataclass(frozen=True)
class Event:
    """`intent_id` is None when the event is none of those that may concern an order."""

    event_id: str
    type: str
    intent_id: str | None


def read_event(payload: bytes, signature: str | None) -> Event:
    """The event in a request's raw body. Raises EventRefused, PaymentsNotConfigured."""
    if signature is None or len(signature) > LONGEST_SIGNATURE or not signature.isascii():
        raise EventRefused
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        raise EventRefused from None
    if not (_is_signed(text, signature) or _is_signed(text, signature, ROTATED_SECONDS)):
        raise EventRefused
    return _event(text)


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
        if event.type in EVENTS:
            event = Event(event.event_id, event.type, data["data"]["object"]["id"])
    except (ValueError, RecursionError, KeyError, TypeError):
        raise EventRefused from None
    if not all(isinstance(one, str) and one for one in (event.event_id, event.type, event.intent_id or "-")):
        raise EventRefused
    return event

"""The JSON that Stripe shows of each object."""

from typing import Any

from local.payment_sandbox.cards import CARDS
from local.payment_sandbox.model import Charge, Dispute, Event, Intent, PaymentMethod, Refund, Stored

API_VERSION = "2026-10-28.endive"

# What a browser with a publishable key may see: nothing of the merchant's own notes.
_PUBLIC_FIELDS = (
    "id",
    "object",
    "amount",
    "canceled_at",
    "cancellation_reason",
    "capture_method",
    "client_secret",
    "confirmation_method",
    "created",
    "currency",
    "description",
    "last_payment_error",
    "livemode",
    "next_action",
    "payment_method",
    "payment_method_types",
    "processing",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "status",
)

_EXPIRY = {"exp_month": 12, "exp_year": 2035}
_NO_ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
_NO_BILLING_DETAILS = {"address": _NO_ADDRESS, **dict.fromkeys(("email", "name", "phone", "tax_id"))}


def view(thing: Stored) -> dict[str, Any]:
    match thing:
        case Intent():
            return intent_view(thing)
        case Charge():
            return charge_view(thing)
        case Refund():
            return refund_view(thing)
        case Dispute():
            return dispute_view(thing)
        case PaymentMethod():
            return method_view(thing)
        case Event():
            return event_view(thing)


def intent_view(intent: Intent) -> dict[str, Any]:
    return {
        "id": intent.id,
        "object": "payment_intent",
        "amount": intent.amount,
        "amount_capturable": intent.amount_capturable,
        "amount_details": {"tip": {}},
        "amount_received": intent.amount_received,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": intent.canceled_at,
        "cancellation_reason": intent.cancellation_reason,
        "capture_method": intent.capture_method,
        "client_secret": intent.client_secret,
        "confirmation_method": "automatic",
        "created": intent.created,
        "currency": intent.currency,
        "customer": None,
        "description": None,
        "last_payment_error": intent.last_payment_error,
        "latest_charge": intent.latest_charge,
        "livemode": False,
        "metadata": intent.metadata,
        "next_action": intent.next_action,
        "on_behalf_of": None,
        "payment_method": intent.payment_method,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": intent.status,
        "transfer_data": None,
        "transfer_group": None,
        **intent.extras,
    }


def for_browser(body: dict[str, Any]) -> dict[str, Any]:
    """An answer about an intent, or an error that shows one, without the merchant's fields."""
    if "error" in body:
        error = body["error"]
        if "payment_intent" not in error:
            return body
        return {"error": error | {"payment_intent": for_browser(error["payment_intent"])}}
    return {name: body[name] for name in _PUBLIC_FIELDS}


def method_view(method: PaymentMethod) -> dict[str, Any]:
    card = CARDS[method.card]
    return {
        "id": method.id,
        "object": "payment_method",
        "billing_details": _NO_BILLING_DETAILS,
        "card": {"brand": card.brand, "funding": "credit", "last4": card.last4, **_EXPIRY},
        "created": method.created,
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }


def charge_view(charge: Charge) -> dict[str, Any]:
    card = CARDS[charge.card]
    failure = charge.failure or {}
    return {
        "id": charge.id,
        "object": "charge",
        "amount": charge.amount,
        "amount_captured": charge.amount_captured,
        "amount_refunded": charge.amount_refunded,
        "billing_details": _NO_BILLING_DETAILS,
        "captured": charge.captured,
        "created": charge.created,
        "currency": charge.currency,
        "customer": None,
        "disputed": charge.disputed,
        "failure_code": failure.get("code"),
        "failure_message": failure.get("message"),
        "livemode": False,
        "metadata": {},
        "outcome": _outcome(charge),
        "paid": charge.status == "succeeded",
        "payment_intent": charge.payment_intent,
        "payment_method": charge.payment_method,
        "payment_method_details": {
            "card": {
                "brand": card.brand,
                "capture_before": charge.capture_before,
                "last4": card.last4,
                **_EXPIRY,
            },
            "type": "card",
        },
        "refunded": charge.status == "succeeded" and charge.amount_refunded == charge.amount,
        "status": charge.status,
    }


def _outcome(charge: Charge) -> dict[str, Any]:
    if charge.failure is None:
        return {"network_status": "approved_by_network", "reason": None, "type": "authorized"}
    reason = charge.failure.get("decline_code") or charge.failure.get("code")
    return {"network_status": "declined_by_network", "reason": reason, "type": "issuer_declined"}


def refund_view(refund: Refund) -> dict[str, Any]:
    return {
        "id": refund.id,
        "object": "refund",
        "amount": refund.amount,
        "charge": refund.charge,
        "created": refund.created,
        "currency": refund.currency,
        "metadata": refund.metadata,
        "payment_intent": refund.payment_intent,
        "reason": refund.reason,
        "receipt_number": None,
        "status": refund.status,
    }


def dispute_view(dispute: Dispute) -> dict[str, Any]:
    return {
        "id": dispute.id,
        "object": "dispute",
        "amount": dispute.amount,
        "balance_transactions": [
            {
                "id": f"txn_{number}_{dispute.id}",
                "object": "balance_transaction",
                "amount": amount,
                "currency": dispute.currency,
                "type": "adjustment",
            }
            for number, amount in enumerate(dispute.booked)
        ],
        "charge": dispute.charge,
        "created": dispute.created,
        "currency": dispute.currency,
        "is_charge_refundable": dispute.status not in ("needs_response", "lost"),
        "livemode": False,
        "metadata": {},
        "payment_intent": dispute.payment_intent,
        "reason": "general",
        "status": dispute.status,
    }


def event_view(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "object": "event",
        "api_version": API_VERSION,
        "created": event.created,
        "data": {"object": event.data},
        "livemode": False,
        "pending_webhooks": 0,
        "request": event.request,
        "type": event.type,
    }

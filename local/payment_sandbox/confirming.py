"""The rules of confirming an intent, pure: the card's answer, the bank's question, and what follows."""

from dataclasses import dataclass, replace
from typing import Any

from local.payment_sandbox.cards import CARDS, GENERIC_DECLINE, Decline
from local.payment_sandbox.errors import StripeError, doc_url
from local.payment_sandbox.intents import Change, require, unexpected_state
from local.payment_sandbox.model import Charge, Intent, PaymentMethod
from local.payment_sandbox.views import intent_view, method_view

HOLD_SECONDS = 7 * 24 * 60 * 60
SHORT_HOLD_SECONDS = 30
_CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


@dataclass(frozen=True)
class Attempt:
    """What one confirmation needs from outside the rules."""

    now: int
    charge_id: str
    bank_page: str
    return_url: str | None = None
    decline_ordered: bool = False
    hold_seconds: int = HOLD_SECONDS


def confirm(intent: Intent, method: PaymentMethod, attempt: Attempt) -> Change:
    require_confirmable(intent)
    if attempt.decline_ordered:
        return _declined(intent, method, GENERIC_DECLINE, attempt)
    if CARDS[method.card].needs_bank:
        return _ask_bank(intent, method, attempt)
    return _charge(intent, method, attempt)


def require_confirmable(intent: Intent) -> None:
    refused = "You cannot confirm this PaymentIntent"
    if intent.status == "succeeded":
        raise unexpected_state(
            intent, f"{refused} because it has already succeeded after being previously confirmed."
        )
    require(intent, _CONFIRMABLE, refused, "confirmed")


def bank_answered(intent: Intent, method: PaymentMethod, approved: bool, attempt: Attempt) -> Change:
    """The customer's answer to 3-D Secure; the intent must be in requires_action."""
    if approved:
        return _charge(intent, method, attempt)
    message = (
        "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
        "PaymentMethod to attempt to fulfill this PaymentIntent again."
    )
    error = _last_error("invalid_request_error", "payment_intent_authentication_failure", message, method)
    failed = _back_to_start(intent, error)
    return Change(failed, replace(method, used=True), events=(("payment_intent.payment_failed", failed),))


def _ask_bank(intent: Intent, method: PaymentMethod, attempt: Attempt) -> Change:
    waiting = replace(
        intent,
        status="requires_action",
        payment_method=method.id,
        next_action=_next_action(attempt),
        last_payment_error=None,
    )
    return Change(waiting, method, events=(("payment_intent.requires_action", waiting),))


def _next_action(attempt: Attempt) -> dict[str, Any]:
    """Stripe redirects only when told where to come back to; otherwise its browser library opens the page."""
    if attempt.return_url is not None:
        page = {"url": attempt.bank_page, "return_url": attempt.return_url}
        return {"type": "redirect_to_url", "redirect_to_url": page}
    return {
        "type": "use_stripe_sdk",
        "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": attempt.bank_page},
    }


def _charge(intent: Intent, method: PaymentMethod, attempt: Attempt) -> Change:
    decline = CARDS[method.card].decline
    if decline is not None:
        return _declined(intent, method, decline, attempt)
    charge = _new_charge(intent, method, attempt)
    used = replace(method, used=True)
    approved = replace(
        intent, payment_method=method.id, latest_charge=charge.id, last_payment_error=None, next_action=None
    )
    if intent.capture_method == "manual":
        held = replace(approved, status="requires_capture", amount_capturable=intent.amount)
        charge = replace(charge, capture_before=attempt.now + attempt.hold_seconds)
        return Change(held, used, charge, (("payment_intent.amount_capturable_updated", held),))
    paid = replace(approved, status="succeeded", amount_received=intent.amount)
    charge = replace(charge, captured=True, amount_captured=intent.amount)
    return Change(paid, used, charge, (("payment_intent.succeeded", paid),))


def _declined(intent: Intent, method: PaymentMethod, decline: Decline, attempt: Attempt) -> Change:
    details = {"code": decline.code, "decline_code": decline.decline_code, "message": decline.message}
    charge = replace(_new_charge(intent, method, attempt), status="failed", failure=details)
    error = _last_error("card_error", decline.code, decline.message, method)
    error |= {"charge": charge.id, "decline_code": decline.decline_code}
    failed = replace(_back_to_start(intent, error), latest_charge=charge.id)
    refusal = StripeError(
        402,
        "card_error",
        decline.message,
        code=decline.code,
        decline_code=decline.decline_code,
        charge=charge.id,
        payment_intent=intent_view(failed),
        payment_method=method_view(method),
    )
    told = (("payment_intent.payment_failed", failed),)
    return Change(failed, replace(method, used=True), charge, told, refusal)


def _new_charge(intent: Intent, method: PaymentMethod, attempt: Attempt) -> Charge:
    return Charge(
        attempt.charge_id, attempt.now, intent.amount, intent.currency, intent.id, method.id, method.card
    )


def _back_to_start(intent: Intent, error: dict[str, Any]) -> Intent:
    return replace(
        intent,
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_payment_error=error,
    )


def _last_error(error_type: str, code: str, message: str, method: PaymentMethod) -> dict[str, Any]:
    return {
        "type": error_type,
        "code": code,
        "doc_url": doc_url(code),
        "message": message,
        "payment_method": method_view(method),
    }

"""The use cases: load, decide by the rules, save with the events. Each runs in the caller's transaction."""

import time
from dataclasses import dataclass, replace
from typing import Any

from local.payment_sandbox import confirming, intents, refunds
from local.payment_sandbox.cards import CARDS, GENERIC_DECLINE
from local.payment_sandbox.commands import (
    CancelIntent,
    CaptureIntent,
    ConfirmIntent,
    CreateIntent,
    FailRefund,
    MakeRefund,
)
from local.payment_sandbox.confirming import Attempt
from local.payment_sandbox.errors import StripeError, invalid_request, no_such
from local.payment_sandbox.ids import new_id, random_text
from local.payment_sandbox.intents import Change
from local.payment_sandbox.model import Charge, Dispute, Intent, PaymentMethod, Refund
from local.payment_sandbox.objects import Objects
from local.payment_sandbox.outbox import Cause, Outbox
from local.payment_sandbox.views import intent_view, refund_view


@dataclass(frozen=True)
class Call:
    """`shop_url` is where the bank's page is found; `declined` asks for a decline, whatever the card;
    `short_hold` for a hold that ends after half a minute."""

    cause: Cause
    shop_url: str
    declined: bool = False
    short_hold: bool = False


class Payments:
    """Every method answers Stripe's JSON of the changed object, or raises StripeError with nothing written.

    A card's decline is the exception: it is written (the attempt, the failed charge) and comes back as a
    `Change.refusal`, so those methods answer (status, body).
    """

    def __init__(self, objects: Objects, outbox: Outbox) -> None:
        self._objects = objects
        self._outbox = outbox

    def create(self, command: CreateIntent, call: Call) -> tuple[int, dict[str, Any]]:
        intent_id = new_id("pi")
        intent = Intent(
            id=intent_id,
            created=int(time.time()),
            amount=command.amount,
            currency=command.currency,
            capture_method=command.capture_method,
            client_secret=f"{intent_id}_secret_{random_text(25)}",
            metadata=command.metadata,
            extras=command.extras,
        )
        method = None if command.payment_method is None else self._usable_method(command.payment_method)
        if method is not None:
            intent = replace(intent, status="requires_confirmation", payment_method=method.id)
        change = Change(intent, method)
        if command.confirmation is not None:
            attempt = _attempt(intent_id, command.confirmation, call)
            change = confirming.confirm(intent, _present(intent, method), attempt)
        elif call.declined:
            raise StripeError(402, "card_error", **vars(GENERIC_DECLINE))
        told = ("payment_intent.created", intent)
        return self._save(replace(change, events=(told, *change.events)), call)

    def confirm(self, intent_id: str, command: ConfirmIntent, call: Call) -> tuple[int, dict[str, Any]]:
        intent = self.intent(intent_id, command.client_secret)
        confirming.require_confirmable(intent)
        if command.payment_method in (None, intent.payment_method):
            method = self._objects.get(PaymentMethod, intent.payment_method or "")
        else:
            method = self._usable_method(command.payment_method or "")
        change = confirming.confirm(intent, _present(intent, method), _attempt(intent_id, command, call))
        return self._save(change, call)

    def capture(self, intent_id: str, command: CaptureIntent, call: Call) -> tuple[int, dict[str, Any]]:
        intent = self.intent(intent_id)
        charge = self._charge_of(intent)
        change = intents.capture(intent, charge, command.amount)
        now = int(time.time())
        if call.declined or (charge and charge.capture_before and now >= charge.capture_before):
            change = intents.cancel(intent, charge, "automatic", now)
            refusal = invalid_request(
                "The charge cannot be captured because the authorization has expired.",
                code="charge_expired_for_capture",
                payment_intent=intent_view(change.intent),
            )
            change = replace(change, refusal=refusal)
        return self._save(change, call)

    def cancel(self, intent_id: str, command: CancelIntent, call: Call) -> tuple[int, dict[str, Any]]:
        intent = self.intent(intent_id)
        change = intents.cancel(intent, self._charge_of(intent), command.reason, int(time.time()))
        if call.declined:
            raise intents.unexpected_state(intent, "This PaymentIntent could not be canceled at this time.")
        return self._save(change, call)

    def refund(self, command: MakeRefund, call: Call) -> tuple[int, dict[str, Any]]:
        intent, charge = self._refundable(command)
        disputes = self._objects.of_charge(Dispute, charge.id) if charge else []
        charge, amount = refunds.give_back(intent, charge, command.amount, disputes)
        if call.declined:
            raise invalid_request(
                "You have insufficient funds in your Stripe account to refund this amount.",
                code="balance_insufficient",
            )
        now = int(time.time())
        refund = Refund(
            new_id("re"), now, amount, charge.currency, intent.id, charge.id, command.reason, command.metadata
        )
        self._objects.put(refund)
        self._objects.put(charge)
        self._outbox.record("charge.refunded", charge, call.cause)
        self._outbox.record("refund.created", refund, call.cause)
        return 200, refund_view(refund)

    def fail_refund(self, refund_id: str, _command: FailRefund, call: Call) -> tuple[int, dict[str, Any]]:
        """The customer's bank turns a refund back: its money is with the shop again. Stripe has no such call;
        it is what happens there days after a refund."""
        refund = self._objects.get(Refund, refund_id)
        if refund is None:
            raise no_such("refund", refund_id, "id")
        charge = self._objects.get(Charge, refund.charge)
        if charge is None or refund.status != "succeeded":
            raise invalid_request(f"Refund {refund_id} is {refund.status}.", param="id")
        failed = replace(refund, status="failed")
        self._objects.put(failed)
        self._objects.put(replace(charge, amount_refunded=charge.amount_refunded - refund.amount))
        self._outbox.record("refund.failed", failed, call.cause)
        return 200, refund_view(failed)

    def bank_answers(self, intent: Intent, approved: bool, call: Call) -> Intent:
        """The customer's answer to 3-D Secure, for an intent in requires_action."""
        method = _present(intent, self._objects.get(PaymentMethod, intent.payment_method or ""))
        attempt = Attempt(int(time.time()), new_id("ch"), "")
        change = confirming.bank_answered(intent, method, approved, attempt)
        self._save(change, call)
        return change.intent

    def intent(self, intent_id: str, client_secret: str | None = None) -> Intent:
        """A client secret, when given, must be this intent's own."""
        intent = self._objects.get(Intent, intent_id)
        if intent is None:
            raise no_such("payment_intent", intent_id, "intent")
        if client_secret is not None and client_secret != intent.client_secret:
            raise invalid_request(
                "The client_secret provided does not match the client_secret associated with the "
                "PaymentIntent.",
                code="payment_intent_invalid_parameter",
                param="client_secret",
            )
        return intent

    def _save(self, change: Change, call: Call) -> tuple[int, dict[str, Any]]:
        for thing in (change.intent, change.method, change.charge):
            if thing is not None:
                self._objects.put(thing)
        if change.released and change.charge is not None:
            self._objects.put(refunds.released(change.charge, change.released, int(time.time())))
        for event_type, thing in change.events:
            self._outbox.record(event_type, thing, call.cause)
        if change.refusal is not None:
            return change.refusal.status, change.refusal.body()
        return 200, intent_view(change.intent)

    def _usable_method(self, method_id: str) -> PaymentMethod:
        """A test card's name stands for a fresh payment method each time, as at Stripe."""
        if method_id in CARDS:
            return PaymentMethod(new_id("pm"), int(time.time()), method_id)
        method = self._objects.get(PaymentMethod, method_id)
        if method is None:
            raise no_such("PaymentMethod", method_id, "payment_method", 400)
        if method.used:
            raise invalid_request(
                "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
                "attachment, shared with a connected account without Customer attachment, or was detached "
                "from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must "
                "attach it to a Customer first.",
                param="payment_method",
            )
        return method

    def _charge_of(self, intent: Intent) -> Charge | None:
        return self._objects.get(Charge, intent.latest_charge or "")

    def _refundable(self, command: MakeRefund) -> tuple[Intent, Charge | None]:
        if command.charge_id is not None:
            charge = self._objects.get(Charge, command.charge_id)
            if charge is None or command.intent_id not in (None, charge.payment_intent):
                raise no_such("charge", command.charge_id, "charge")
            return self.intent(charge.payment_intent), charge
        intent = self._objects.get(Intent, command.intent_id or "")
        if intent is None:
            raise no_such("payment_intent", command.intent_id or "", "payment_intent")
        return intent, self._charge_of(intent)


def _attempt(intent_id: str, command: ConfirmIntent, call: Call) -> Attempt:
    bank_page = f"{call.shop_url}/sandbox/3ds/{intent_id}"
    hold = confirming.SHORT_HOLD_SECONDS if call.short_hold else confirming.HOLD_SECONDS
    return Attempt(int(time.time()), new_id("ch"), bank_page, command.return_url, call.declined, hold)


def _present(intent: Intent, method: PaymentMethod | None) -> PaymentMethod:
    if method is None:
        raise intents.unexpected_state(
            intent,
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either "
            "update the PaymentIntent with a payment method and then confirm it again, or confirm it again "
            "directly with a payment method.",
        )
    return method

"""POST /sandbox/disputes: what a customer's bank does about a charge. Stripe has no such call; there it comes
from the bank, weeks after the charge."""

import json
import time
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from local.payment_sandbox import disputes
from local.payment_sandbox.answers import REQUEST_ID, problem
from local.payment_sandbox.disputes import ACTIONS, INQUIRY, OPEN, Moved
from local.payment_sandbox.errors import StripeError
from local.payment_sandbox.model import Charge, Dispute, Intent
from local.payment_sandbox.outbox import Cause
from local.payment_sandbox.sandbox import Sandbox
from local.payment_sandbox.views import dispute_view

_BEGINS = {"inquire": INQUIRY, "open": OPEN}
_EXAMPLE = '{"payment_intent": "pi_...", "action": "open"}'


class BadDispute(Exception):
    """The order cannot be taken; the message says what to change."""


@dataclass(frozen=True)
class DisputeOrder:
    """What the bank of an intent's customer does: to its last dispute, or by beginning one, of all that was
    captured unless an `amount` (minor units) is given."""

    intent_id: str
    action: str
    amount: int | None

    @classmethod
    def read(cls, order: Any) -> "DisputeOrder":
        if not isinstance(order, dict):
            raise BadDispute(f"Send a JSON object like {_EXAMPLE}.")
        unknown = sorted(set(order) - {"payment_intent", "action", "amount"})
        if unknown:
            raise BadDispute(
                f"Leave out {', '.join(unknown)}: only payment_intent, action and amount are known."
            )
        intent_id, action, amount = order.get("payment_intent"), order.get("action"), order.get("amount")
        if not isinstance(intent_id, str):
            raise BadDispute("Set payment_intent to the id of one: GET /sandbox/v1/payment_intents has them.")
        if action not in ACTIONS:
            raise BadDispute(f"Set action to one of {', '.join(ACTIONS)}.")
        if amount is not None and (type(amount) is not int or action not in _BEGINS):
            raise BadDispute(
                f"Set amount to a whole number in minor units, and only to {' or '.join(_BEGINS)}."
            )
        return cls(intent_id, action, amount)


class DisputeDesk:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def answer(self, request: web.Request) -> web.StreamResponse:
        try:
            order = DisputeOrder.read(json.loads(await request.read()))
        except ValueError:
            return problem(400, "unparsable", "Send JSON.")
        except BadDispute as bad:
            return problem(422, "invalid-dispute", str(bad))
        charge = self._charge(order.intent_id)
        if charge is None:
            return problem(404, "unknown-payment", "There is no charge of such a payment.")
        try:
            dispute = self._apply(order, charge, Cause(request[REQUEST_ID], None))
        except StripeError as refused:
            return problem(409, "not-possible-now", str(refused))
        self._sandbox.courier.wake()
        return web.json_response(dispute_view(dispute), status=201)

    def _charge(self, intent_id: str) -> Charge | None:
        intent = self._sandbox.objects.get(Intent, intent_id)
        return self._sandbox.objects.get(Charge, (intent.latest_charge if intent else None) or "")

    def _apply(self, order: DisputeOrder, charge: Charge, cause: Cause) -> Dispute:
        with self._sandbox.database.transaction():
            dispute, events = self._moved(order, charge)
            self._sandbox.objects.put(dispute)
            self._sandbox.objects.put(replace(charge, disputed=True))
            for event_type in events:
                self._sandbox.outbox.record(event_type, dispute, cause)
        return dispute

    def _moved(self, order: DisputeOrder, charge: Charge) -> Moved:
        known = self._sandbox.objects.of_charge(Dispute, charge.id)
        inquired = bool(known) and known[-1].status == INQUIRY
        if order.action in _BEGINS and not (inquired and order.action == "open"):
            status, now = _BEGINS[order.action], int(time.time())
            return disputes.begin(charge, known, status, order.amount, now)
        if not known:
            raise disputes.none_of(charge)
        return disputes.move(known[-1], order.action)

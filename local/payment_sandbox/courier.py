"""Carries events to the webhook, beside the requests and never in their way.

At least once, in no promised order: a delivery is closed only after the webhook answered 2xx.
"""

import asyncio
import hashlib
import hmac
import json
import time

import aiohttp

from local.payment_sandbox.model import Event
from local.payment_sandbox.objects import Objects
from local.payment_sandbox.outbox import Delivery, Outbox
from local.payment_sandbox.settings import Settings
from local.payment_sandbox.views import event_view

_CARRIED_AT_ONCE = 8
_ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)  # a busy shop has it wait its turn
_LONGEST_REST = 5.0


def signature(payload: bytes, secret: str, now: int) -> str:
    """The Stripe-Signature header (https://docs.stripe.com/webhooks#verify-manually)."""
    signed = hmac.new(secret.encode(), f"{now}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={now},v1={signed}"


class Courier:
    def __init__(self, outbox: Outbox, objects: Objects, settings: Settings) -> None:
        self._outbox = outbox
        self._objects = objects
        self._url = settings.webhook_url or ""
        self._secret = settings.webhook_secret
        self._bell = asyncio.Event()
        self._carried: set[str] = set()

    def wake(self) -> None:
        self._bell.set()

    async def run(self) -> None:
        """Until cancelled."""
        async with aiohttp.ClientSession(timeout=_ANSWER_WITHIN) as session, asyncio.TaskGroup() as group:
            while True:
                self._bell.clear()
                for delivery in self._outbox.due(time.time(), _CARRIED_AT_ONCE):
                    if delivery.event_id not in self._carried and len(self._carried) < _CARRIED_AT_ONCE:
                        self._carried.add(delivery.event_id)
                        group.create_task(self._carry(session, delivery))
                await self._rest()

    async def _rest(self) -> None:
        """Until someone rings, or the next pause before a redelivery is over."""
        now = time.time()
        soonest = self._outbox.next_due(now)
        pause = _LONGEST_REST if soonest is None else min(soonest - now, _LONGEST_REST)
        try:
            await asyncio.wait_for(self._bell.wait(), max(pause, 0.005))
        except TimeoutError:
            return

    async def _carry(self, session: aiohttp.ClientSession, delivery: Delivery) -> None:
        try:
            event = self._objects.get(Event, delivery.event_id)
            answers = [await self._post(session, event) for _ in range(delivery.copies)] if event else ["200"]
            if all(answer.startswith("2") for answer in answers):
                self._outbox.delivered(delivery, answers[-1])
            else:
                self._outbox.refused(delivery, answers[-1], time.time())
        finally:
            self._carried.discard(delivery.event_id)
            self.wake()

    async def _post(self, session: aiohttp.ClientSession, event: Event) -> str:
        """The HTTP status that the webhook answered, or what went wrong."""
        payload = json.dumps(event_view(event), indent=2).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": signature(payload, self._secret, int(time.time())),
        }
        try:
            async with session.post(
                self._url, data=payload, headers=headers, allow_redirects=False
            ) as answer:
                return str(answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as problem:
            return f"no answer: {problem!r}"

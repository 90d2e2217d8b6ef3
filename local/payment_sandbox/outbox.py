"""Events and their deliveries, written in the transaction of what they tell."""

import time
from dataclasses import dataclass

from local.payment_sandbox.database import Database
from local.payment_sandbox.faults import Faults
from local.payment_sandbox.ids import new_id
from local.payment_sandbox.model import Charge, Dispute, Event, Intent, Refund
from local.payment_sandbox.objects import Objects
from local.payment_sandbox.settings import Settings
from local.payment_sandbox.views import view


@dataclass(frozen=True)
class Cause:
    """The call that made an event happen."""

    request_id: str | None
    idempotency_key: str | None


@dataclass(frozen=True)
class Delivery:
    event_id: str
    copies: int
    attempts: int


class Outbox:
    def __init__(self, database: Database, objects: Objects, faults: Faults, settings: Settings) -> None:
        self._connection = database.connection
        self._objects = objects
        self._faults = faults
        self._settings = settings

    def record(self, event_type: str, thing: Intent | Charge | Refund | Dispute, cause: Cause) -> None:
        request = {"id": cause.request_id, "idempotency_key": cause.idempotency_key}
        event = Event(new_id("evt"), int(time.time()), event_type, view(thing), request)
        self._objects.put(event)
        if self._subscribed(event_type):
            self._address(event)

    def due(self, now: float, limit: int) -> list[Delivery]:
        rows = self._connection.execute(
            "SELECT event_id, copies, attempts FROM deliveries WHERE state = 'pending' AND next_at <= ?"
            " ORDER BY next_at, rowid LIMIT ?",
            (now, limit),
        ).fetchall()
        return [Delivery(row["event_id"], row["copies"], row["attempts"]) for row in rows]

    def next_due(self, after: float) -> float | None:
        row = self._connection.execute(
            "SELECT min(next_at) AS soonest FROM deliveries WHERE state = 'pending' AND next_at > ?", (after,)
        ).fetchone()
        return None if row["soonest"] is None else float(row["soonest"])

    def delivered(self, delivery: Delivery, answer: str) -> None:
        self._close(delivery, "delivered", 0.0, answer)

    def refused(self, delivery: Delivery, answer: str, now: float) -> None:
        """Tried again after a pause that doubles each time (an hour at most), as often as allowed."""
        last = delivery.attempts + 1 >= self._settings.webhook_attempts
        pause = min(self._settings.webhook_backoff * 2.0 ** min(delivery.attempts, 20), 3600.0)
        self._close(delivery, "given_up" if last else "pending", now + pause, answer)

    def _subscribed(self, event_type: str) -> bool:
        wanted = self._settings.webhook_events
        return self._settings.webhook_url is not None and (not wanted or event_type in wanted)

    def _address(self, event: Event) -> None:
        fault = self._faults.take("webhook")
        late = self._settings.hang if fault == "delay" else 0.0
        self._connection.execute(
            "INSERT INTO deliveries (event_id, state, copies, next_at) VALUES (?, ?, ?, ?)",
            (
                event.id,
                "dropped" if fault == "drop" else "pending",
                2 if fault == "duplicate" else 1,
                time.time() + late,
            ),
        )

    def _close(self, delivery: Delivery, state: str, next_at: float, answer: str) -> None:
        self._connection.execute(
            "UPDATE deliveries SET state = ?, attempts = attempts + 1, next_at = ?, last_answer = ?"
            " WHERE event_id = ?",
            (state, next_at, answer, delivery.event_id),
        )

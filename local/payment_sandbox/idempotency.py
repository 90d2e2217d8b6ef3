"""Idempotency keys (https://docs.stripe.com/api/idempotent_requests).

An answer is kept from the moment execution begins, whatever it is, 500s included, and replayed for ever.
Kept never: refused parameters, a missing API key, and the 409 of a key whose first call is still in flight.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from local.payment_sandbox.database import Database
from local.payment_sandbox.errors import invalid_request, key_in_use, key_reused
from local.payment_sandbox.forms import Tree

_MAX_KEY_LENGTH = 255


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    request_id: str

    @classmethod
    def of(cls, status: int, body: dict[str, Any], request_id: str) -> "Answer":
        return cls(status, json.dumps(body), request_id)


@dataclass(frozen=True)
class KeyedCall:
    """An idempotency key with the fingerprint of the call it was sent with."""

    key: str
    fingerprint: str

    @classmethod
    def of(cls, key: str, path: str, params: Tree) -> "KeyedCall":
        if not 1 <= len(key) <= _MAX_KEY_LENGTH:
            raise invalid_request(f"Idempotency keys are 1 to {_MAX_KEY_LENGTH} characters long.")
        text = json.dumps([path, params], sort_keys=True)
        return cls(key, hashlib.sha256(text.encode()).hexdigest())


class IdempotencyKeys:
    """What is in flight is known to this process alone: a killed process answered nobody."""

    def __init__(self, database: Database) -> None:
        self._connection = database.connection
        self._in_flight: set[str] = set()

    def replay(self, call: KeyedCall) -> Answer | None:
        """The kept answer, None for a new key; StripeError if used for another call or in flight."""
        if call.key in self._in_flight:
            raise key_in_use(call.key)
        row = self._connection.execute(
            "SELECT fingerprint, status, body, request_id FROM answers WHERE key = ?", (call.key,)
        ).fetchone()
        if row is None:
            return None
        if row["fingerprint"] != call.fingerprint:
            raise key_reused(call.key)
        return Answer(row["status"], row["body"], row["request_id"])

    @contextmanager
    def in_flight(self, call: KeyedCall | None) -> Iterator[None]:
        if call is None:
            yield
            return
        self._in_flight.add(call.key)
        try:
            yield
        finally:
            self._in_flight.discard(call.key)

    def keep(self, call: KeyedCall, answer: Answer) -> None:
        """To be called in the transaction that holds the call's effect."""
        self._connection.execute(
            "INSERT INTO answers (key, fingerprint, status, body, request_id) VALUES (?, ?, ?, ?, ?)",
            (call.key, call.fingerprint, answer.status, answer.body, answer.request_id),
        )

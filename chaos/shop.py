"""The shop as its customers reach it: over HTTP, and not always."""

import time
from dataclasses import dataclass, field
from typing import Any

import requests

CALL_SECONDS = 30
PAUSE_SECONDS = 0.4
AWAY = (502, 503, 504)
"""What a dying or restarted server is answered for. Whoever gets it repeats."""


class NeverAnswered(Exception):
    """The shop did not come back within a customer's patience."""


@dataclass(frozen=True)
class Answer:
    status: int
    json: Any


@dataclass
class Door:
    """`patience`: seconds for which one call is repeated while the shop is away. Safe for many threads."""

    url: str
    patience: float
    away: int = 0
    """How often it was met away."""
    broken: list[str] = field(default_factory=list)
    """Answers that no client should get, whatever happens."""

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Raises NeverAnswered."""
        named = {"Authorization": f"Bearer {token}"} if token else {}
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            answer = self._once(method, path, body, named | (headers or {}))
            if answer is not None:
                return answer
            self.away += 1
            time.sleep(PAUSE_SECONDS)
        raise NeverAnswered(f"{method} {path}")

    def _once(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer | None:
        try:
            answer = requests.request(
                method, f"{self.url}{path}", json=body, headers=headers, timeout=CALL_SECONDS
            )
            if answer.status_code in AWAY:
                return None
            said = Answer(answer.status_code, answer.json())
        except requests.RequestException:
            return None
        if said.status >= 500:
            self.broken.append(f"{method} {path} was answered {said.status}: {said.json}")
            return None
        return said

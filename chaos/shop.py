"""The shop as its customers reach it: over HTTP, and not always."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from local.repeating import COME_AGAIN, pause_before_repeat

CALL_SECONDS = 300
"""The edge answers everything sooner (local/front/app.py)."""
MOST_REPEATS = 1000


class NeverAnswered(Exception):
    """The shop did not come back within a customer's patience."""


@dataclass(frozen=True)
class Answer:
    status: int
    json: Any


@dataclass
class Door:
    """`patience`: seconds without an answer to anybody, after which a call is given up. Safe for many
    threads."""

    url: str
    patience: float
    away: int = 0
    """How often it was met away, or was told to come again."""
    broken: list[str] = field(default_factory=list)
    """Answers that no client should get, whatever happens."""
    _answered: float = 0.0
    """When anybody was last answered, on the monotonic clock."""

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
        named = ({"Authorization": f"Bearer {token}"} if token else {}) | (headers or {})
        began = time.monotonic()
        for times in range(1, MOST_REPEATS + 1):
            answer, said = self._once(method, path, body, named)
            if answer is not None:
                self._answered = time.monotonic()
                return answer
            self.away += 1
            if time.monotonic() - max(began, self._answered) > self.patience:
                break
            time.sleep(pause_before_repeat(said, times))
        raise NeverAnswered(f"{method} {path}")

    def _once(
        self, method: str, path: str, body: Any, headers: dict[str, str]
    ) -> tuple[Answer | None, Mapping[str, str]]:
        """The answer, None if the same is to be sent again, and what was said in its headers."""
        try:
            answer = requests.request(
                method, f"{self.url}{path}", json=body, headers=headers, timeout=CALL_SECONDS
            )
            if answer.status_code in COME_AGAIN:
                return None, answer.headers
            said = Answer(answer.status_code, answer.json())
        except requests.RequestException:
            return None, {}
        if said.status >= 500:
            self.broken.append(f"{method} {path} was answered {said.status}: {said.json}")
            return None, {}
        return said, {}

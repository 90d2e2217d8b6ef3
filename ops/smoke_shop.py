"""A shop's API over HTTP, as a customer's client uses it: asked again when it says so, and never for ever."""

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

TRY_SECONDS = 35
"""Longer than API Gateway waits for a function, so that its own answer is heard."""
TRIES = 6
LONGEST_PAUSE_SECONDS = 10.0
COME_AGAIN = (429, 502, 503, 504)
NOT_CONFIGURED = "payments-not-configured"
LONGEST_ANSWER = 1_000_000
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
_LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")


class SmokeFailed(Exception):
    """The shop did otherwise than it should; the message says at what, and what it answered."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]

    @property
    def problem(self) -> str:
        """The last word of the problem's type, or nothing."""
        return str(self.body.get("type", "")).rpartition("/")[2]

    @property
    def told(self) -> str:
        return " ".join(str(part) for part in (self.status, self.problem, self.body.get("detail")) if part)


def expect(answer: Answer, what: str, status: int) -> dict[str, Any]:
    """What was answered with this status. Raises SmokeFailed."""
    if answer.status != status or not answer.body:
        raise SmokeFailed(f"{what}: answered {answer.told}, not {status}")
    return answer.body


@dataclass
class SmokeShop:
    """`base` is where its paths begin (`https://shop.example/api`)."""

    base: str
    token: str = field(default="", repr=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """The answer at last; what the shop asks to send again, or does not answer, is sent six times at
        most. Raises SmokeFailed if nobody answers."""
        what = f"{method} {path}"
        for tries_left in reversed(range(TRIES)):
            pause = 1.0
            try:
                answer, pause = self._send(method, path, body, headers)
                if answer.status not in COME_AGAIN or answer.problem == NOT_CONFIGURED or not tries_left:
                    return answer
            except (OSError, http.client.HTTPException) as silent:
                if not tries_left:
                    raise SmokeFailed(f"{what}: nobody answers at {self.base}: {silent}") from None
            time.sleep(pause)
        raise AssertionError("the last try answers or raises")

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[Answer, float]:
        request = urllib.request.Request(self.base + path, method=method)  # noqa: S310 - see check_address
        request.add_header("Accept", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with _OPENER.open(request, timeout=TRY_SECONDS) as answer:
                return Answer(answer.status, _read(answer)), 1.0
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, _read(refused)), _pause(refused.headers.get("Retry-After", ""))


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A token goes to the address that was given, and to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_StayHere)


def check_address(base: str) -> str:
    """Without a slash at its end; https, or this machine's own. Raises SmokeFailed."""
    if _ADDRESS.fullmatch(base) or _LOOPBACK.fullmatch(base):
        return base.rstrip("/")
    raise SmokeFailed(
        "URL: where the shop's API begins, as https://shop.example/api or http://127.0.0.1:8000/api"
    )


def _pause(asked: str) -> float:
    return min(float(asked), LONGEST_PAUSE_SECONDS) if asked.isdigit() and len(asked) < 9 else 1.0


def _read(answer: Any) -> dict[str, Any]:
    """What is no JSON object is none of ours: an empty one, which no step takes for a good answer."""
    try:
        found = json.loads(answer.read(LONGEST_ANSWER))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

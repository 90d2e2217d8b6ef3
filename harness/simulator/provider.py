"""The payment sandbox in this process: its own handlers over a database in memory, without HTTP between."""

import re
import sqlite3
from collections.abc import Coroutine, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from multidict import CIMultiDict, MultiDict

from harness.moto.cloud import STRIPE_KEYS
from local.payment_sandbox import changing, reading
from local.payment_sandbox.answers import Handler, answer_errors
from local.payment_sandbox.faults import FaultOrder
from local.payment_sandbox.model import Event, Intent
from local.payment_sandbox.outbox import Cause
from local.payment_sandbox.payments import Call
from local.payment_sandbox.sandbox import Sandbox
from local.payment_sandbox.settings import Settings
from local.payment_sandbox.views import event_view

API_BASE = "http://127.0.0.1:9/sandbox"
SETTINGS = Settings(
    state=Path(":memory:"),
    fd=None,
    port=0,
    public_url="http://127.0.0.1:9",
    webhook_url=None,
    webhook_secret=STRIPE_KEYS["webhook_secret"],
    webhook_events=frozenset(),
    webhook_backoff=1.0,
    webhook_attempts=1,
    hang=0.0,
    latency=0.0,
)


class InProcessProvider:
    def __init__(self) -> None:
        connect = partial(sqlite3.connect, check_same_thread=False)
        with patch.object(sqlite3, "connect", connect):
            self._sandbox = Sandbox(SETTINGS)
        self._connection = self._sandbox.database.connection
        self._routes = [(verb, re.compile(path), handler) for verb, path, handler in self._handlers()]

    def call(
        self, method: str, url: str, headers: Mapping[str, str] | None, body: Any
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """As an HTTP client would have it: body, status, headers."""
        path = urlsplit(url).path
        for verb, pattern, handler in self._routes:
            found = pattern.fullmatch(path)
            if verb == method and found:
                request = _Request(url, dict(headers or {}), body, found.groupdict())
                answer: Any = _finished(answer_errors(cast(web.Request, request), handler))
                return bytes(answer.body), answer.status, dict(answer.headers)
        raise AssertionError(f"the sandbox serves no {method} {url}")

    def customer_answers_bank(self, intent_id: str, outcome: str) -> None:
        """Success or failure; an intent that asks nothing any more is left as it is."""
        intent = self._sandbox.objects.get(Intent, intent_id)
        assert intent is not None
        if intent.status != "requires_action":
            return
        with self._sandbox.database.transaction():
            call = Call(Cause("req_bank", None), API_BASE)
            self._sandbox.payments.bank_answers(intent, outcome == "success", call)

    def events(self) -> list[dict[str, Any]]:
        """What the provider would tell the webhook, oldest first."""
        rows = self._connection.execute("SELECT id FROM objects WHERE kind = 'Event' ORDER BY seq").fetchall()
        found = [self._sandbox.objects.get(Event, row["id"]) for row in rows]
        return [event_view(event) for event in found if event is not None]

    def fault(self, operation: str, fault: str, times: int = 1) -> None:
        self._sandbox.faults.order(FaultOrder.read({"operation": operation, "fault": fault, "times": times}))

    def snapshot(self) -> bytes:
        return self._connection.serialize()

    def restore(self, snapshot: bytes) -> None:
        self._connection.deserialize(snapshot)

    def _handlers(self) -> list[tuple[str, str, Handler]]:
        found = [
            ("post", one.path.replace("{id}", r"(?P<id>\w+)"), changing.handler(self._sandbox, one))
            for one in changing.OPERATIONS
        ]
        for one in reading.RESOURCES:
            path = f"/sandbox/v1/{one.path}"
            found.append(("get", path, reading.list_handler(self._sandbox, one)))
            found.append(("get", path + r"/(?P<id>\w+)", reading.get_handler(self._sandbox, one)))
        return found


class _Request(dict[Any, Any]):
    """As much of aiohttp's request as the sandbox's handlers look at."""

    def __init__(self, url: str, headers: dict[str, str], body: Any, match_info: dict[str, str]) -> None:
        super().__init__()
        parts = urlsplit(url)
        self.path = parts.path
        self.method = "POST" if body is not None else "GET"
        self.headers = CIMultiDict(headers)
        self.content_type = self.headers.get("Content-Type", "application/octet-stream")
        self.query = MultiDict(parse_qsl(parts.query, keep_blank_values=True))
        self.match_info = match_info
        self._body = body.encode() if isinstance(body, str) else (body or b"")
        self.can_read_body = bool(self._body)

    async def read(self) -> bytes:
        return bytes(self._body)


def _finished(answering: Coroutine[Any, Any, web.StreamResponse]) -> web.StreamResponse:
    """The handlers await nothing but the body, which is there."""
    try:
        answering.send(None)
    except StopIteration as ended:
        answer: web.StreamResponse = ended.value
        return answer
    raise AssertionError("the sandbox waits for something")

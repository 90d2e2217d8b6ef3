"""The payment sandbox inside this process: its own handlers, rules and idempotency keys, without HTTP."""

import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import stripe
from aiohttp import web
from multidict import CIMultiDict

from functions.payment.stripe.kept_connections import KeptConnections
from harness.invocation import current
from local.payment_sandbox import changing, reading
from local.payment_sandbox.answers import answer_errors
from local.payment_sandbox.bank import Bank
from local.payment_sandbox.dispute_desk import DisputeDesk
from local.payment_sandbox.faults import FaultOrder
from local.payment_sandbox.model import Event
from local.payment_sandbox.sandbox import Sandbox
from local.payment_sandbox.settings import read_settings
from local.payment_sandbox.views import event_view

BASE = "http://provider.test/sandbox"


class NoAnswer(Exception):
    """The sandbox cut the connection."""


class InProcessProvider:
    """As provider_process.py's, whose place it takes. One call at a time: the sandbox has one thread."""

    api_base = BASE

    def __init__(self) -> None:
        self._lock = threading.RLock()
        with patch.object(sqlite3, "connect", _for_all_threads(sqlite3.connect)):
            self.sandbox = Sandbox(read_settings(["--state", ":memory:", "--hang", "0"]))
        self._connection = self.sandbox.database.connection
        self._routes = _routes(self.sandbox)
        self._empty = self.save()

    def call(
        self, method: str, url: str, headers: dict[str, str], body: bytes | str | None
    ) -> tuple[bytes, int, dict[str, str]]:
        """Raises NoAnswer."""
        parts = urlsplit(url)
        for verb, pattern, handler in self._routes:
            found = pattern.fullmatch(parts.path)
            if verb == method.upper() and found:
                request = _Request(method.upper(), parts.path, parts.query, headers, body, found.groupdict())
                with self._lock:
                    answer = _run(answer_errors(cast(web.Request, request), handler))
                if request.cut:
                    raise NoAnswer
                return cast(bytes, answer.body), answer.status, dict(answer.headers)
        raise AssertionError(f"the sandbox does not serve {method} {url}")

    @contextmanager
    def connected(self) -> Iterator[None]:
        """To be entered before the cloud, so that the Switchboard stands above."""

        def request(
            _: Any, method: str, url: str, headers: dict[str, str], post_data: Any = None
        ) -> tuple[bytes, int, dict[str, str]]:
            try:
                answer = self.call(method, url, headers, post_data)
                invocation = current()
                if invocation is not None:
                    invocation.answers.append(f"{answer[1]} {json.loads(answer[0]).get('status', '')}")
                return answer
            except NoAnswer:
                raise stripe.APIConnectionError("cut") from None  # type: ignore[no-untyped-call]

        with patch.object(KeptConnections, "request", request):
            yield

    def fault(self, operation: str, fault: str, times: int = 1) -> None:
        with self._lock:
            self.sandbox.faults.order(FaultOrder(operation, fault, times))

    def unspent(self) -> list[str]:
        with self._lock:
            ordered = self.sandbox.faults.ordered()
        return [f"sandbox {one['operation']} {one['fault']}" for one in ordered if one["pending"]]

    def customer_answers_bank(self, intent_id: str, outcome: str) -> None:
        """An intent that asks nothing any more is left as it is."""
        body = json.dumps({"outcome": outcome})
        headers = {"Content-Type": "application/json"}
        _, status, _ = self.call("POST", f"{BASE}/3ds/{intent_id}", headers, body)
        assert status in (200, 409), status

    def disputes(self, ordered: dict[str, Any]) -> str:
        headers = {"Content-Type": "application/json"}
        body, status, _ = self.call("POST", f"{BASE}/disputes", headers, json.dumps(ordered))
        assert status == 201, (status, body)
        return str(json.loads(body)["id"])

    def events(self) -> list[dict[str, Any]]:
        with self._lock:
            rows = self._connection.execute("SELECT id FROM objects WHERE kind = 'Event' ORDER BY seq")
            found = [self.sandbox.objects.get(Event, row["id"]) for row in rows.fetchall()]
        return [event_view(event) for event in found if event is not None]

    def save(self) -> bytes:
        with self._lock:
            return self._connection.serialize()

    def restore(self, saved: bytes) -> None:
        with self._lock:
            self._connection.deserialize(saved)

    def forget(self) -> None:
        self.restore(self._empty)

    def forget_keys(self) -> None:
        """Idempotency keys grow old: the provider does not know them any more."""
        with self._lock, self.sandbox.database.transaction():
            self._connection.execute("DELETE FROM answers")

    def stop(self) -> None:
        self.sandbox.database.close()


class _Request(dict[Any, Any]):
    """As much of aiohttp's request as the sandbox's handlers look at; a dict, as that is."""

    scheme, host, can_read_body = "http", "provider.test", True

    def __init__(
        self, method: str, path: str, query: str, headers: dict[str, str], body: Any, found: dict[str, str]
    ) -> None:
        super().__init__()
        self.method, self.path, self.match_info = method, path, found
        self.query = dict(parse_qsl(query))
        self.headers = CIMultiDict(headers)
        self.content_type = self.headers.get("Content-Type", "application/x-www-form-urlencoded")
        self._body = body.encode() if isinstance(body, str) else body or b""
        self.cut = False
        self.transport = self

    async def read(self) -> bytes:
        return self._body

    def abort(self) -> None:
        self.cut = True


def _routes(sandbox: Sandbox) -> list[tuple[str, re.Pattern[str], Any]]:
    made = [("POST", one.path, changing.handler(sandbox, one)) for one in changing.OPERATIONS]
    for resource in reading.RESOURCES:
        path = f"/sandbox/v1/{resource.path}"
        made.append(("GET", path, reading.list_handler(sandbox, resource)))
        made.append(("GET", path + "/{id}", reading.get_handler(sandbox, resource)))
    made.append(("POST", "/sandbox/3ds/{id}", Bank(sandbox).answer))
    made.append(("POST", "/sandbox/disputes", DisputeDesk(sandbox).answer))
    return [(verb, re.compile(path.replace("{id}", r"(?P<id>\w+)")), one) for verb, path, one in made]


def _run(coroutine: Any) -> web.Response:
    """Drive a handler that waits for nobody: a pause of no seconds is a step without a result."""
    while True:
        try:
            coroutine.send(None)
        except StopIteration as ended:
            answer: web.Response = ended.value
            return answer


def _for_all_threads(connect: Any) -> Any:
    return lambda *args, **kwargs: connect(*args, check_same_thread=False, **kwargs)

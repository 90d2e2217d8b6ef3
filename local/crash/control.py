"""What the crash bench's page asks for: POST /crash/look, /crash/customers, /crash/kill, /crash/restart."""

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

from local.crash.auditor import Auditor
from local.crash.kills import NothingToKill, ask_at_work, kill_provider, kill_worker
from local.crash.ledger import accounts
from local.crash.provider import Provider, ProviderAway
from local.crash.shop import Shop, ShopAway

MAX_BODY = 16 * 1024
MOST_ORDERS = 24
SECONDS = 10

Body = dict[str, Any]
Said = tuple[int, Body]


class BadRequest(Exception):
    """The message says what to send instead."""


@dataclass(frozen=True)
class Bench:
    """`launcher` is the process id of the run, whose processes alone are killed; `endpoint` its cloud."""

    launcher: int
    endpoint: str
    shop: Shop
    provider: Provider
    auditor: Auditor

    def look(self, body: Body) -> Said:
        """`{orders: [id, ...], paid: [id, ...]}`: how the `orders` stand, what the provider has for `paid`,
        the audit (auditor.py). `provider` is null while it is away, `orders` while the shop is; `at`: when
        the provider was looked at, in Unix seconds."""
        if set(body) != {"orders", "paid"}:
            raise BadRequest('Send {"orders": [...], "paid": [...]}.')
        wanted, paid = (_order_ids(body, name) for name in ("orders", "paid"))
        return 200, {
            "orders": self._orders(wanted),
            "provider": self._provider(set(paid)),
            "audit": self.auditor.look(),
        }

    def customers(self, body: Body) -> Said:
        """A guest of their own for each checkout: `{token}`."""
        _nothing(body)
        return 201, {"token": self.shop.customer()}

    def kill(self, body: Body) -> Said:
        """`{what: "worker"|"provider"}`: what was killed, as in Killed."""
        match body:
            case {"what": "worker", **others} if not others:
                return 200, kill_worker(self.launcher, lambda: ask_at_work(self.endpoint)).shown()
            case {"what": "provider", **others} if not others:
                return 200, kill_provider(self.launcher).shown()
        raise BadRequest('Send {"what": "worker"} or {"what": "provider"}.')

    def restart(self, body: Body) -> Said:
        """The launcher stops everything, this process too, and starts it again with what is stored."""
        _nothing(body)
        os.kill(self.launcher, signal.SIGUSR1)
        return 202, {"restarting": True}

    def _orders(self, order_ids: list[str]) -> list[Body] | None:
        try:
            found = [self.shop.order(order_id) for order_id in order_ids]
        except ShopAway:
            return None
        return [one for one in found if one]

    def _provider(self, order_ids: set[str]) -> Body | None:
        try:
            at = time.time()
            ledger = accounts(self.provider.intents(), order_ids)
            return {"at": at, "ledger": ledger, "faults": self.provider.faults()}
        except ProviderAway:
            return None


class Control(ThreadingHTTPServer):
    """On a socket that listens already."""

    daemon_threads = True

    def __init__(self, listener: socket, bench: Bench) -> None:
        self.calls: dict[str, Callable[[Body], Said]] = {
            "/crash/look": bench.look,
            "/crash/customers": bench.customers,
            "/crash/kill": bench.kill,
            "/crash/restart": bench.restart,
        }
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener


class _Handler(BaseHTTPRequestHandler):
    server: Control
    timeout = SECONDS

    def do_POST(self) -> None:
        call = self.server.calls.get(self.path)
        if call is None:
            self._problem(404, "not-found", f"There is only {', '.join(self.server.calls)} here.")
            return
        try:
            self._answer(*call(self._body()))
        except BadRequest as bad:
            self._problem(422, "invalid-request", str(bad))
        except NothingToKill as nothing:
            self._problem(409, "nothing-to-kill", str(nothing))
        except ShopAway:
            self._problem(503, "try-again", "The shop is being started.")

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged."""

    def _body(self) -> Body:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            raise BadRequest(f"Send at most {MAX_BODY} bytes.")
        try:
            body = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise BadRequest("The body is not JSON.") from None
        if not isinstance(body, dict):
            raise BadRequest("Send a JSON object.")
        return body

    def _problem(self, status: int, name: str, detail: str) -> None:
        problem = {"type": f"/api/problems/{name}", "title": name, "status": status, "detail": detail}
        self._answer(status, problem, "application/problem+json")

    def _answer(self, status: int, body: Body, content_type: str = "application/json") -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def _order_ids(body: Body, name: str) -> list[str]:
    found = body[name]
    if not isinstance(found, list) or len(found) > MOST_ORDERS or any(type(one) is not str for one in found):
        raise BadRequest(f"{name} is to be a list of at most {MOST_ORDERS} orders' ids.")
    return found


def _nothing(body: Body) -> None:
    if body:
        raise BadRequest("Send {}: there is nothing to choose.")

"""Where the kitchen is told what to do with the next orders: GET and POST /kitchen."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

from local.kitchen.cook import Cook
from local.kitchen.orders import BadPlan, Plan

MAX_BODY = 4096
SECONDS = 10


class Control(ThreadingHTTPServer):
    """On a socket that listens already."""

    daemon_threads = True

    def __init__(self, listener: socket, cook: Cook) -> None:
        self.cook = cook
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener


class _Handler(BaseHTTPRequestHandler):
    server: Control
    timeout = SECONDS

    def do_GET(self) -> None:
        if self._here():
            self._answer(200, self.server.cook.report())

    def do_POST(self) -> None:
        """`{"next": ..., "times": N}`."""
        if not self._here():
            return
        try:
            self.server.cook.tell(Plan.read(self._body()))
        except BadPlan as bad:
            self._problem(422, "invalid-request", str(bad))
            return
        self._answer(200, self.server.cook.report())

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged."""

    def _here(self) -> bool:
        if self.path.partition("?")[0] == "/kitchen":
            return True
        self._problem(404, "not-found", "There is only /kitchen here.")
        return False

    def _body(self) -> Any:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            raise BadPlan(f"Send at most {MAX_BODY} bytes.")
        try:
            return json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise BadPlan("The body is not JSON.") from None

    def _problem(self, status: int, name: str, detail: str) -> None:
        problem = {"type": f"/api/problems/{name}", "title": name, "status": status, "detail": detail}
        self._answer(status, problem, "application/problem+json")

    def _answer(self, status: int, body: dict[str, Any], content_type: str = "application/json") -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

"""The parts of a run: which child runs what, on which address."""

import contextlib
import http.client
import secrets
import socket
import time
from dataclasses import dataclass, field

from functions.payment.provider import provider
from local.children import Child, ChildFailed
from local.session_cache.server import free_port
from local.settings import ROOT, SOCKET_STAGE, STAGE, Folders

ANSWER_SECONDS = 300.0  # a child that lives is given time: on a busy machine its imports take it
TRY_SECONDS = 30.0
TRY_AGAIN_SECONDS = 0.05
WEBHOOK_BACKOFF = 0.5  # doubles: ten deliveries within four minutes


@dataclass(frozen=True)
class Parts:
    """Commands and addresses of cloud, sandbox, kitchen, crash bench and front; the sockets stay open for
    children to come."""

    folders: Folders
    front: socket.socket
    cloud: socket.socket
    sandbox: socket.socket
    kitchen: socket.socket
    crash: socket.socket
    api_key: str
    session_cache: int = field(default_factory=free_port)
    """The port of the server of session data, where there is one: it opens it itself."""
    webhook_secret: str = field(default_factory=lambda: f"whsec_{secrets.token_hex(16)}")

    @property
    def url(self) -> str:
        return _address(self.front)

    @property
    def endpoint_url(self) -> str:
        return _address(self.cloud)

    @property
    def sandbox_url(self) -> str:
        """Where Stripe's paths begin."""
        return f"{_address(self.sandbox)}/sandbox"

    def cloud_child(self) -> Child:
        arguments = ["--fd", str(self.cloud.fileno()), "--home", str(self.folders.cloud)]
        arguments += ["--logs", str(self.folders.logs)]
        return self._child("cloud", "local.aws", arguments, self.cloud, restarts=False)

    def sandbox_child(self) -> Child:
        arguments = ["--fd", str(self.sandbox.fileno()), "--state", str(self.folders.sandbox_state)]
        arguments += ["--public-url", self.url]
        arguments += ["--webhook-secret", self.webhook_secret, "--webhook-events", ",".join(provider.EVENTS)]
        arguments += ["--webhook-url", f"{self.url}/api/payments/webhook"]
        arguments += ["--webhook-backoff", str(WEBHOOK_BACKOFF)]
        return self._child("sandbox", "local.payment_sandbox", arguments, self.sandbox)

    def kitchen_child(self, warehouse: str, results: str) -> Child:
        """`warehouse`, `results`: URLs of the queues it works from and answers on."""
        arguments = ["--fd", str(self.kitchen.fileno()), "--endpoint", self.endpoint_url]
        arguments += ["--warehouse", warehouse, "--results", results]
        return self._child("kitchen", "local.kitchen", arguments, self.kitchen)

    def session_cache_child(self) -> Child:
        arguments = ["--port", str(self.session_cache)]
        return self._child("session cache", "local.session_cache", arguments)

    def crash_child(self, api_id: str) -> Child:
        arguments = ["--fd", str(self.crash.fileno()), "--endpoint", self.endpoint_url]
        arguments += ["--api", self._api(api_id), "--sandbox", self.sandbox_url]
        return self._child("crash", "local.crash", arguments, self.crash)

    def front_child(
        self,
        api_id: str,
        socket_id: str,
        allow_origins: tuple[str, ...],
        *,
        kitchen: bool = True,
        crash: bool = False,
    ) -> Child:
        pages = ROOT / "web" / "dist"
        arguments = ["--fd", str(self.front.fileno()), "--api", self._api(api_id)]
        arguments += ["--socket", f"{self._gateway}/{socket_id}/{SOCKET_STAGE}"]
        arguments += ["--sandbox", _address(self.sandbox)]
        arguments += ["--kitchen", _address(self.kitchen) if kitchen else "", "--pages", str(pages)]
        arguments += ["--crash", _address(self.crash) if crash else ""]
        arguments += ["--issuer", self.endpoint_url]
        arguments += ["--files", self.endpoint_url, "--allow-origins", ",".join(allow_origins)]
        return self._child("front", "local.front", arguments, self.front)

    @property
    def _gateway(self) -> str:
        return f"{self.endpoint_url}/_aws/execute-api"

    def _api(self, api_id: str) -> str:
        return f"{self._gateway}/{api_id}/{STAGE}"

    def _child(
        self,
        name: str,
        module: str,
        arguments: list[str],
        *listeners: socket.socket,
        restarts: bool = True,
    ) -> Child:
        log = self.folders.logs / f"{name.replace(' ', '_')}.log"
        environment = {"TMPDIR": str(self.folders.scratch), "PYTHONUNBUFFERED": "1"}
        return Child(name, module, arguments, log, listeners, restarts, environment)


def made_up_key() -> str:
    """The sandbox takes any."""
    return f"sk_test_{secrets.token_hex(16)}"


def await_answer(child: Child, listener: socket.socket, path: str) -> None:
    """Wait until the child answers GET `path` somehow. Raises ChildFailed if it dies or stays silent."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(
                "127.0.0.1", listener.getsockname()[1], timeout=TRY_SECONDS
            )
            connection.request("GET", path)
            connection.getresponse().read()
            connection.close()
            return
        if child.dead:
            break
        time.sleep(TRY_AGAIN_SECONDS)
    raise ChildFailed(child.epitaph())


def _address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"

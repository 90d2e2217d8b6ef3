"""The payment sandbox as a process of its own, and the view of it that a test needs."""

import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

from harness.template import ROOT

HANG_SECONDS = 2.5
STOP_SECONDS = 600.0
KEY = {"Authorization": "Bearer sk_test_world"}


class SandboxProcess:
    """Its socket is bound here and outlives the process: connections wait until it is up."""

    def __init__(self, state: Path, *options: str) -> None:
        self.state = state
        self._options = options
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.api_base = f"http://127.0.0.1:{self._listener.getsockname()[1]}/sandbox"
        self.start()

    def start(self) -> None:
        fd = self._listener.fileno()
        command = [sys.executable, "-m", "local.payment_sandbox", "--fd", str(fd), "--state", str(self.state)]
        self._process = subprocess.Popen([*command, *self._options], cwd=ROOT, pass_fds=[fd])

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(STOP_SECONDS)
        self._listener.close()


class Provider(SandboxProcess):
    """What a shop's tests do at the provider, beside its API."""

    def __init__(self, state: Path) -> None:
        super().__init__(state, "--hang", str(HANG_SECONDS))
        self._http = requests.Session()
        self._http.headers.update(KEY)

    def fault(self, operation: str, fault: str, times: int = 1) -> None:
        order: dict[str, Any] = {"operation": operation, "fault": fault, "times": times}
        answer = self._http.post(f"{self.api_base}/faults", json=order, timeout=600)
        assert answer.status_code == 201, answer.text

    def unspent(self) -> list[str]:
        return [
            f"sandbox {fault['operation']} {fault['fault']}: fired {fault['fired']} of {fault['times']} times"
            for fault in self._get("/faults")["faults"]
            if fault["pending"]
        ]

    def customer_answers_bank(self, intent_id: str, outcome: str) -> None:
        url = f"{self.api_base}/3ds/{intent_id}"
        answer = self._http.post(url, json={"outcome": outcome}, timeout=600)
        assert answer.status_code == 200, answer.text

    def disputes(self, ordered: dict[str, Any]) -> str:
        answer = self._http.post(f"{self.api_base}/disputes", json=ordered, timeout=600)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def events(self) -> list[dict[str, Any]]:
        """What the provider would tell the webhook, oldest first."""
        found: list[dict[str, Any]] = self._get("/v1/events?limit=100")["data"]
        return found[::-1]

    def forget(self) -> None:
        """Empty its file: a test starts with a provider that has seen nothing."""
        with sqlite3.connect(self.state, timeout=600) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                if not table.startswith("sqlite_"):
                    connection.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names from the schema itself
        connection.close()

    def forget_keys(self) -> None:
        """Idempotency keys grow old: the provider does not know them any more."""
        with sqlite3.connect(self.state, timeout=600) as connection:
            connection.execute("DELETE FROM answers")
        connection.close()

    def _get(self, path: str) -> Any:
        answer = self._http.get(self.api_base + path, timeout=600)
        assert answer.status_code == 200, answer.text
        return answer.json()

"""The whole shop as a process of its own, for those who start one: `make chaos`, `make fuzz`, tests/e2e."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from local.settings import ROOT

SILENT_SECONDS = 300  # a run that comes up says so step by step, however slowly
STOP_SECONDS = 120
COMMAND_SECONDS = 900


class DidNotStart(RuntimeError):
    """The run ended, or said nothing for too long, before it was ready; the text has what it said."""


@dataclass
class Running:
    """A run in the folder `home`, on `port` of this machine. It ends with the process that started it,
    however that dies: `_held` is the far end of its lifeline (see child.py)."""

    home: Path
    port: int
    process: "subprocess.Popen[str]"
    _held: IO[bytes]
    _said: list[str] = field(default_factory=list)
    _ready: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def start(
        cls,
        home: Path,
        *,
        port: int | None = None,
        keep: bool = False,
        patience: str = "",
        allow_origins: str = "",
        kitchen: str = "",
        crash: str = "off",
        provider: str = "",
        sessions: str = "",
    ) -> "Running":
        """Returns when it is ready; settings of the shop that are not given are those of `make run`, but that
        there is no crash bench without `crash="on"`. `provider`: where another run's payment sandbox is.
        Raises DidNotStart."""
        port = port or _free_port()
        environment = os.environ | {
            "PORT": str(port),
            "KEEP": "1" if keep else "",
            "PATIENCE": patience,
            "ALLOW_ORIGINS": allow_origins,
            "KITCHEN": kitchen,
            "CRASH": crash,
            "SESSIONS": sessions,
            "STRIPE_API_KEY": "",
            "PROVIDER": provider,
            "PAIDONCE_HOME": str(home),
        }
        environment.pop("MAKELEVEL", None)  # or it would stop with the make that it is not a part of
        lifeline, ours = os.pipe()
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, "-m", "local.child", str(lifeline), "local"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=[lifeline],
            start_new_session=True,  # Ctrl-C is for who started it, who then stops it
        )
        os.close(lifeline)
        running = cls(home, port, process, os.fdopen(ours, "wb"))
        threading.Thread(target=running._listen, daemon=True).start()
        running._await_ready()
        return running

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        """As Ctrl-C does; the exit status. A run that does not stop in time is killed."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self._held.close()

    def ops(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """`python -m ops ...` for this run."""
        return subprocess.run(  # noqa: S603 - as above
            [sys.executable, "-m", "ops", *arguments],
            cwd=ROOT,
            env=os.environ | {"PAIDONCE_HOME": str(self.home)},
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )

    def audit(self) -> dict[str, Any]:
        """The audit's report. Raises RuntimeError if there is none, with what it said instead."""
        done = self.ops("audit")
        if done.returncode not in (0, 1):
            raise RuntimeError(f"the audit could not be made: {done.stderr.strip()}")
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def _listen(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - it is a pipe
        for line in self.process.stdout:
            self._said.append(line)
            if line.strip() == f"Ready: {self.url}":
                self._ready.set()
        self._ready.set()

    def _await_ready(self) -> None:
        said = -1
        while not self._ready.wait(SILENT_SECONDS) and len(self._said) > said:
            said = len(self._said)
        if self._ready.is_set() and self.process.poll() is None:
            return
        self.process.kill()
        self.process.wait()
        self._held.close()
        raise DidNotStart("the shop did not come up:\n" + "".join(self._said))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port

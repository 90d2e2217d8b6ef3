"""The launcher's child processes: started, watched, restarted, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from local.settings import ROOT

STOP_SECONDS = 60.0  # the cloud writes down what it holds; whoever is killed loses it
HEALTHY_SECONDS = 2.0  # a child that lived this long was not broken from the start
MAX_EARLY_DEATHS = 5
LOG_TAIL = 15


class ChildFailed(RuntimeError):
    """A child that the run cannot go on without is gone; the text says which and what it wrote last."""


@dataclass
class Child:
    """One process: a module with arguments and inherited sockets, its output in a file."""

    name: str
    module: str
    arguments: list[str]
    log: Path
    sockets: tuple[socket.socket, ...] = ()
    restarts: bool = True
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    _started: float = 0.0
    _early_deaths: int = 0

    def start(self, lifeline: int) -> None:
        inherited = [lifeline, *(listener.fileno() for listener in self.sockets)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
                [sys.executable, "-m", "local.child", str(lifeline), self.module, *self.arguments],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=inherited,
                start_new_session=True,  # Ctrl-C at the terminal is the launcher's to handle
            )
        self._started = time.monotonic()

    @property
    def dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def check(self, lifeline: int) -> bool:
        """Restart the process if it died, and say so. Raises ChildFailed if that is not allowed or does not
        help.
        """
        if not self.dead:
            return False
        early = time.monotonic() - self._started < HEALTHY_SECONDS
        self._early_deaths = self._early_deaths + 1 if early else 0
        if not self.restarts or self._early_deaths >= MAX_EARLY_DEATHS:
            raise ChildFailed(self.epitaph())
        self.start(lifeline)
        return True

    def epitaph(self) -> str:
        code = self.process.poll() if self.process else None
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([f"{self.name} ended ({_reason(code)}); {self.log}:", *lines[-LOG_TAIL:]])

    def ask_to_stop(self) -> None:
        if self.process and not self.dead:
            self.process.send_signal(signal.SIGTERM)

    def await_stop(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic), then kill."""
        if not self.process:
            return
        try:
            self.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Family:
    """All children, bound to this process by a pipe: see child.py."""

    def __init__(self) -> None:
        self._lifeline, self._held = os.pipe()
        self._children: list[Child] = []

    def add(self, child: Child) -> Child:
        self._children.append(child)
        child.start(self._lifeline)
        return child

    def check(self) -> list[str]:
        """Names of children that had died and were restarted. Raises ChildFailed."""
        return [child.name for child in self._children if child.check(self._lifeline)]

    def stop(self) -> None:
        """Stop all, those started last first to be asked."""
        for child in reversed(self._children):
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for child in reversed(self._children):
            child.await_stop(deadline)
        os.close(self._held)
        os.close(self._lifeline)


def _reason(code: int | None) -> str:
    if code is None:
        return "not started"
    return f"signal {-code}" if code < 0 else f"exit status {code}"

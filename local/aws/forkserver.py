"""The cloud process's end of zygote and templates: asks them for processes, replaces them if they were
killed.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.aws import framing

ZYGOTE = Path(__file__).with_name("zygote.py")
FORK_SECONDS = 300.0  # the first fork waits for the packages to be imported


@dataclass(frozen=True)
class Forked:
    """A process just forked: its pid and our end of its channel."""

    pid: int
    channel: socket.socket

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.channel.close()


class Forker:
    """A process that forks on order: the zygote or a function's template. Not thread-safe."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control

    def ask(self, order: dict[str, Any]) -> Forked:
        """A new process and our end of its channel. Raises OSError when there is nobody to ask, as after any
        such error: an answer that comes too late is not taken for that to a later order.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with theirs:
                pid = self._pid_of(order, theirs)
        except OSError:
            ours.close()
            self.close()
            raise
        return Forked(pid, ours)

    def _pid_of(self, order: dict[str, Any], channel: socket.socket) -> int:
        deadline = time.monotonic() + FORK_SECONDS
        self._control.settimeout(FORK_SECONDS)
        framing.send(self._control, order, channel.fileno())
        answer = framing.receive(self._control, deadline)
        if answer is None:
            raise ConnectionError("the fork server is gone")
        pid: int = answer[0]["pid"]
        return pid

    def close(self) -> None:
        self._control.close()


class Template:
    """A function's own fork server; made anew, by the zygote, when it is found dead. Thread-safe."""

    def __init__(self, zygote: "ForkServer", order: dict[str, Any]) -> None:
        self._zygote = zygote
        self._order = order
        self._lock = threading.Lock()
        self._forker: Forker | None = None

    def fork(self) -> Forked:
        """A new worker. Raises OSError when two templates in a row fail."""
        with self._lock:
            if self._forker is not None:
                try:
                    return self._forker.ask({})
                except OSError:
                    self._forker.close()
            self._forker = Forker(self._zygote.fork(self._order).channel)
            return self._forker.ask({})

    def close(self) -> None:
        """Let the template go; its workers stay until their channels close."""
        with self._lock:
            if self._forker is not None:
                self._forker.close()
            self._forker = None


class ForkServer:
    """The zygote, started at once and again whenever it is found dead. Thread-safe."""

    def __init__(self, environment: dict[str, str], lane: str = "") -> None:
        """`environment` is the zygote's own; a function gets exactly what its order says. `lane`: as in
        Functions."""
        self._environment = environment
        self._lane = lane
        self._lock = threading.Lock()
        self._lifeline_read, self._lifeline_write = os.pipe()
        self._process, self._forker = self._start()

    def fork(self, order: dict[str, Any]) -> Forked:
        """A new template for `order` (see zygote.py). Raises OSError when two zygotes in a row fail."""
        with self._lock:
            try:
                return self._forker.ask(order)
            except OSError:
                self._process.kill()
                self._process.wait()
                self._forker.close()
                self._process, self._forker = self._start()
                return self._forker.ask(order)

    def close(self) -> None:
        """Stop the zygote and, through the lifeline, every worker."""
        with self._lock:
            os.close(self._lifeline_write)
            self._forker.close()
            try:
                self._process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _start(self) -> tuple["subprocess.Popen[bytes]", Forker]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [
                    sys.executable,
                    "-P",
                    str(ZYGOTE),
                    str(theirs.fileno()),
                    str(self._lifeline_read),
                    self._lane,
                ],
                pass_fds=[theirs.fileno(), self._lifeline_read],
                stdin=subprocess.DEVNULL,
                env=self._environment,
            )
        return process, Forker(ours)

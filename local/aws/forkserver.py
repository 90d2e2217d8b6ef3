"""The cloud process's end of zygote and templates: asks them for processes, replaces them if they were
killed.
"""

import array
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        control.settimeout(FORK_SECONDS)

    def ask(self, order: dict[str, Any], kind: socket.SocketKind) -> Forked:
        """A new process with a channel of this kind. Raises OSError when there is nobody to ask."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        try:
            with theirs:
                descriptors = array.array("i", [theirs.fileno()]).tobytes()
                ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)]
                self._control.sendmsg([json.dumps(order).encode()], ancillary)
            answer = self._control.recv(64)
            if not answer:
                raise ConnectionError("the fork server is gone")
        except OSError:
            ours.close()
            raise
        return Forked(int(answer), ours)

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
                    return self._forker.ask({}, socket.SOCK_STREAM)
                except OSError:
                    self._forker.close()
            self._forker = Forker(self._zygote.fork(self._order).channel)
            return self._forker.ask({}, socket.SOCK_STREAM)

    def close(self) -> None:
        """Let the template go; its workers stay until their channels close."""
        with self._lock:
            if self._forker is not None:
                self._forker.close()
            self._forker = None


class ForkServer:
    """The zygote, started at once and again whenever it is found dead. Thread-safe."""

    def __init__(self, environment: dict[str, str]) -> None:
        """`environment` is the zygote's own; a function gets exactly what its order says."""
        self._environment = environment
        self._lock = threading.Lock()
        self._lifeline_read, self._lifeline_write = os.pipe()
        self._process, self._forker = self._start()

    def fork(self, order: dict[str, Any]) -> Forked:
        """A new template for `order` (see zygote.py). Raises OSError when two zygotes in a row fail."""
        with self._lock:
            try:
                return self._forker.ask(order, socket.SOCK_SEQPACKET)
            except OSError:
                self._process.kill()
                self._process.wait()
                self._forker.close()
                self._process, self._forker = self._start()
                return self._forker.ask(order, socket.SOCK_SEQPACKET)

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
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-P", str(ZYGOTE), str(theirs.fileno()), str(self._lifeline_read)],
                pass_fds=[theirs.fileno(), self._lifeline_read],
                stdin=subprocess.DEVNULL,
                env=self._environment,
            )
        return process, Forker(ours)

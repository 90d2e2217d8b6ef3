"""The cloud process's end of the fork server: asks for workers, replaces the server if it was killed."""

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
FORK_SECONDS = 30.0  # the first fork waits for the packages to be imported


@dataclass(frozen=True)
class Forked:
    """A worker process just forked: its pid and our end of its channel."""

    pid: int
    channel: socket.socket

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.channel.close()


class ForkServer:
    """Starts the zygote at once and again whenever it is found dead. Thread-safe."""

    def __init__(self, environment: dict[str, str]) -> None:
        """`environment` is the zygote's own; a worker gets exactly what its order says."""
        self._environment = environment
        self._lock = threading.Lock()
        self._lifeline_read, self._lifeline_write = os.pipe()
        self._process, self._control = self._start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def fork(self, order: dict[str, Any]) -> Forked:
        """A new worker for `order` (see zygote.py). Raises OSError when two fork servers in a row fail."""
        with self._lock:
            try:
                return self._ask(order)
            except OSError:
                self._process.kill()
                self._process.wait()
                self._control.close()
                self._process, self._control = self._start()
                return self._ask(order)

    def close(self) -> None:
        """Stop the zygote and, through the lifeline, every worker."""
        with self._lock:
            os.close(self._lifeline_write)
            self._control.close()
            try:
                self._process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-P", str(ZYGOTE), str(theirs.fileno()), str(self._lifeline_read)],
                pass_fds=[theirs.fileno(), self._lifeline_read],
                stdin=subprocess.DEVNULL,
                env=self._environment,
            )
        ours.settimeout(FORK_SECONDS)
        return process, ours

    def _ask(self, order: dict[str, Any]) -> Forked:
        ours, theirs = socket.socketpair()
        with theirs:
            descriptors = array.array("i", [theirs.fileno()])
            self._control.sendmsg(
                [json.dumps(order).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors.tobytes())]
            )
        answer = self._control.recv(64)
        if not answer:
            ours.close()
            raise ConnectionError("the fork server is gone")
        return Forked(int(answer), ours)

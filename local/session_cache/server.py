"""A Valkey, or Redis, of this machine's own: on loopback, in memory alone, ended by whoever started it."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

NAMES = ("valkey-server", "redis-server")
MISSING = f"no {' or '.join(NAMES)} is installed here (Debian: apt-get install redis-server)"
TRIES = 5
START_SECONDS = 30.0
STOP_SECONDS = 20.0
POLL_SECONDS = 0.02
END_WITH_US = 'read gone; kill "$0"'
"""What a shell does once the pipe ends that this process holds, however this process ended."""
MEMORY = "64mb"


class ServerMissing(Exception):
    """There is no such program; the message says what to install."""


def find() -> str | None:
    """The path of the server's program; None where none is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@dataclass
class Server:
    """`port` 0 stands for one that the system chooses; `settings` are the server's own, beside those here."""

    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    _folder: "tempfile.TemporaryDirectory[str]" = field(default_factory=tempfile.TemporaryDirectory)
    """A replica keeps what it copies in a file, which no other server may find."""
    _watcher: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Returns when it accepts connections. Raises ServerMissing; RuntimeError if it does not come up."""
        program = find()
        if program is None:
            raise ServerMissing(MISSING)
        chosen = self.port
        for _ in range(TRIES):
            self.port = chosen or free_port()
            if self._came_up(program):
                return
        raise RuntimeError("the server of session data did not come up")

    def _came_up(self, program: str) -> bool:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": self._folder.name,
            "dbfilename": f"{time.monotonic_ns()}.rdb",
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "maxmemory": MEMORY,
            "maxmemory-policy": "volatile-lru",
        } | self.settings
        command = [
            word for name, value in settings.items() for word in (f"--{name}", *(value.split() or [""]))
        ]
        self.process = subprocess.Popen(  # noqa: S603 - found above, our own settings
            [program, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        self._watcher = subprocess.Popen(  # noqa: S603 - as above
            ["/bin/sh", "-c", END_WITH_US, str(self.process.pid)], stdin=subprocess.PIPE
        )
        return self._answers()

    def stop(self) -> None:
        if self.process is None:
            return
        self._let_go()
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """At once; what it held is gone."""
        if self.process is not None:
            self._let_go()
            self.process.kill()
            self.process.wait()

    def _let_go(self) -> None:
        """The watcher ends before the server does: it knows it by a number that others get later."""
        if self._watcher is not None:
            self._watcher.kill()
            self._watcher.wait()
            assert self._watcher.stdin is not None  # noqa: S101 - it is a pipe
            self._watcher.stdin.close()
            self._watcher = None

    def _answers(self) -> bool:
        """Whether it is this one that answers: others may have been quicker to take the port."""
        assert self.process is not None  # noqa: S101 - it was started
        ours = b"process_id:%d\r" % self.process.pid
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if ours in _about(self.port):
                    return True
            time.sleep(POLL_SECONDS)
        self.kill()
        return False


def _about(port: int) -> bytes:
    """What a server says of itself, as far as it comes at once."""
    with socket.create_connection(("127.0.0.1", port), 1) as wire:
        wire.settimeout(1)
        wire.sendall(b"INFO server\r\n")
        return wire.recv(65_536)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port

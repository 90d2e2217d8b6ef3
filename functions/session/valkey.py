"""A connection to the Valkey that keeps session data: one a process, made anew whenever it broke.

It is our own client of few lines: a library's would be half of what a cold start costs
(docs/decisions/0085-session-data.md).
"""

import os
import socket
import ssl
import threading

from functions.session import valkey_token
from functions.session.resp import ProtocolBroken, Refused, Replies, Reply, command
from functions.session.session_store import StoreSilent
from functions.shared import clock

CONNECT_SECONDS = 1.0
"""For the connection and its encryption; as long again for who we are."""
REPLY_SECONDS = 1.0
"""For all commands of one call together, however slowly the answer drips."""
TRIES = 2
"""A connection that broke while nobody looked is only found out by using it."""
WORTH_ANOTHER = ("READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN", "NOAUTH")
"""What a server says that is no longer the one to ask, or not yet: another connection may reach that one."""

Command = tuple[str | int, ...]

_lock = threading.Lock()
_open: "_Connection | None" = None


def call(*commands: Command) -> list[Reply]:
    """The replies to these commands, sent together. They may be sent twice. Raises StoreSilent."""
    global _open  # a connection, not state: any process may start without it
    with _lock:
        for tries_left in reversed(range(TRIES)):
            try:
                _open = _open or _Connection()
                return _open.call(commands)
            except (OSError, ProtocolBroken, Refused) as failure:
                kept = isinstance(failure, Refused) and failure.kind not in WORTH_ANOTHER
                if not kept:
                    forget()
                if kept or not tries_left:
                    raise StoreSilent("Valkey did not take it") from failure
    raise AssertionError("the last try answers or raises")


def forget() -> None:
    """Close the connection, if there is one: the next call opens another."""
    global _open
    if _open is not None:
        _open.close()
        _open = None


class _Connection:
    def __init__(self) -> None:
        host, _, port = os.environ["SESSION_CACHE"].rpartition(":")
        user = os.environ.get("SESSION_CACHE_USER", "")
        self._socket = socket.create_connection((host, int(port)), CONNECT_SECONDS)
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if user:
                self._socket = ssl.create_default_context().wrap_socket(self._socket, server_hostname=host)
            self._replies = Replies(self._receive)
            self._deadline = 0.0
            if user:
                self.call([("AUTH", user, valkey_token.make(user, clock.now()))])
        except BaseException:
            self.close()
            raise

    def call(self, commands: "tuple[Command, ...] | list[Command]") -> list[Reply]:
        """Raises Refused by the first reply that is an error, once all are read; OSError; ProtocolBroken."""
        self._deadline = clock.monotonic() + REPLY_SECONDS
        self._socket.settimeout(REPLY_SECONDS)
        self._socket.sendall(b"".join(command(*words) for words in commands))
        found = [self._replies.next() for _ in commands]
        replies: list[Reply] = []
        for one in found:
            if isinstance(one, Refused):
                raise one
            replies.append(one)
        return replies

    def close(self) -> None:
        self._socket.close()

    def _receive(self) -> bytes:
        left = self._deadline - clock.monotonic()
        if left <= 0:
            raise TimeoutError("the answer is not complete in time")
        self._socket.settimeout(left)
        received = self._socket.recv(16_384)
        if not received:
            raise ConnectionResetError("closed by the server")
        return received

"""A minimal HTTP server on loopback that answers each request with what was recorded for it."""

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from bench.recording import Reply, request_key

_DROPPED = {"content-length", "transfer-encoding", "connection", "content-encoding"}


class Loopback:
    """Answers `replies` by request_key, each list over and over; what is in none of them by `known`, and 599
    to what nobody recorded, which `missing` names. `served` counts requests, `connections` those made."""

    def __init__(self, replies: Mapping[str, Sequence[Reply]], known: Mapping[str, Reply]) -> None:
        self._replies = {key: [_bytes(one) for one in found] for key, found in replies.items()}
        self._known = {key: _bytes(one) for key, one in known.items()}
        self._turns = dict.fromkeys(self._replies, 0)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.served = 0
        self.connections = 0
        self.missing: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @contextmanager
    def running(self) -> Iterator["Loopback"]:
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as sent:
            while line := sent.readline():
                method, path, _ = line.decode().split(" ", 2)
                headers = {}
                while (header := sent.readline().strip()) != b"":
                    name, _, value = header.decode().partition(":")
                    headers[name.lower()] = value.strip()
                body = sent.read(int(headers.get("content-length", 0)))
                connection.sendall(self._answer(request_key(method, path.partition("?")[0], headers, body)))

    def _answer(self, key: str) -> bytes:
        with self._lock:
            self.served += 1
            if own := self._replies.get(key):
                self._turns[key] += 1
                return own[(self._turns[key] - 1) % len(own)]
            if key not in self._known:
                self.missing.add(key)
                return _bytes(Reply(599, {}, "{}"))
            return self._known[key]


def _bytes(reply: Reply) -> bytes:
    body = reply.body.encode()
    kept = {name: value for name, value in reply.headers.items() if name.lower() not in _DROPPED}
    lines = [f"HTTP/1.1 {reply.status} Recorded", *(f"{name}: {value}" for name, value in kept.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body

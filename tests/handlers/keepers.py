"""What keeps session data, in both kinds, and a wire between us and Valkey that can be troubled."""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.session import data_store, valkey, valkey_store
from functions.session.resp import Replies, Reply, command
from functions.session.session_store import SessionStore
from functions.shared import clock
from local.session_cache.server import MISSING, Server, find


def need_server() -> None:
    """Where there is no server these tests are skipped, and say so; a gate sets NEED_VALKEY and fails."""
    if find() is None and os.environ.get("NEED_VALKEY"):
        pytest.fail(MISSING)
    if find() is None:
        pytest.skip(MISSING)


def said_to(port: int, *words: str | int) -> Reply:
    """What a server answers to one command, by a connection of its own."""
    with socket.create_connection(("127.0.0.1", port), 5) as wire:
        wire.sendall(command(*words))
        reply = Replies(lambda: wire.recv(16_384)).next()
    assert not isinstance(reply, Exception), reply
    return reply


@dataclass(frozen=True)
class Keeper:
    """`age` lets so much time go by for the data of a session; `left` is how long it is still kept."""

    store: SessionStore
    age: Callable[[str, timedelta], None]
    left: Callable[[str], timedelta]


def in_dynamodb(monkeypatch: pytest.MonkeyPatch) -> Keeper:
    def age(_session: str, by: timedelta) -> None:
        then = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: then)

    def left(session: str) -> timedelta:
        item: Any = data_store.get("SESSIONS_TABLE", {"session_id": session, "item": "data"})
        return timedelta(seconds=item["expires_at"] - clock.now().timestamp())

    return Keeper(data_store, age, left)


def in_valkey(server: Server) -> Keeper:
    def left(session: str) -> timedelta:
        seconds = said_to(server.port, "TTL", valkey_store.PREFIX + session)
        assert isinstance(seconds, int)
        return timedelta(seconds=seconds)

    def age(session: str, by: timedelta) -> None:
        milliseconds = round((left(session) - by).total_seconds() * 1000)
        said_to(server.port, "PEXPIRE", valkey_store.PREFIX + session, milliseconds)

    return Keeper(valkey_store, age, left)


class Wire:
    """A way to a server, on a port of its own: it leads to `target`, tears what is answered into pieces of
    `piece` bytes, and holds each piece back for `delay` seconds."""

    def __init__(self, target: int) -> None:
        self.target, self.piece, self.delay = target, 65_536, 0.0
        self.opened = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection that stands ends, with what is under way on it."""
        for one in self._open:
            _end(one)
        self._open.clear()

    def close(self) -> None:
        _end(self._listener)
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                ours, _ = self._listener.accept()
            except OSError:
                return
            self.opened += 1
            try:
                theirs = socket.create_connection(("127.0.0.1", self.target), 5)
            except OSError:
                ours.close()
                continue
            ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open += [ours, theirs]
            threading.Thread(target=self._pass, args=(ours, theirs, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(theirs, ours, True), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        try:
            while received := source.recv(65_536):
                size = self.piece if answers else len(received)
                for start in range(0, len(received), size):
                    if answers and self.delay:
                        time.sleep(self.delay)
                    sink.sendall(received[start : start + size])
        except OSError:
            return
        finally:
            _end(source)
            _end(sink)


def reach(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """From here on session data is kept by whoever listens there."""
    valkey.forget()
    monkeypatch.setenv("SESSION_CACHE", f"127.0.0.1:{port}")
    monkeypatch.delenv("SESSION_CACHE_USER", raising=False)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()

"""A customer's open page: it stays connected to the socket, comes back whenever that ends, and keeps of each
order the highest version that it was told of."""

import json
import random
import threading
import time
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from chaos.shop import Door, NeverAnswered

HEAR_SECONDS = 0.5
HELLO_SECONDS = 60
AGAIN_SECONDS = 1.0
"""It comes back after so long, or up to twice that."""


class OpenPage:
    """`shown`: orders as they were told last; `foreign`: those of them that nobody named to the customer."""

    def __init__(self, door: Door, token: str) -> None:
        self._door = door
        self._token = token
        self._known: set[str] = set()
        self._closed = threading.Event()
        self._wants_hello = threading.Event()
        self._greeted = threading.Event()
        self.shown: dict[str, dict[str, Any]] = {}
        self.foreign: set[str] = set()
        self._thread = threading.Thread(target=self._stays, daemon=True, name="open page")
        self._thread.start()

    def watches(self, order_id: str) -> None:
        self._known.add(order_id)

    def ends(self) -> None:
        """Say hello once more, and leave."""
        self._greeted.clear()
        self._wants_hello.set()
        self._greeted.wait(HELLO_SECONDS)
        self._closed.set()
        self._thread.join(HELLO_SECONDS)
        self.foreign = self.shown.keys() - self._known

    def _stays(self) -> None:
        while not self._closed.is_set():
            try:
                ticket = self._door.call("POST", "/api/live/tickets", token=self._token).json["ticket"]
                address = f"{self._door.url.replace('http', 'ws')}/live?ticket={ticket}"
                with connect(address, open_timeout=HELLO_SECONDS, max_size=None) as connection:
                    self._wants_hello.set()
                    self._talks(connection)
            except (OSError, WebSocketException, NeverAnswered, KeyError):
                time.sleep(AGAIN_SECONDS * random.uniform(1, 2))  # noqa: S311 - jitter

    def _talks(self, connection: Connection) -> None:
        while not self._closed.is_set():
            if self._wants_hello.is_set():
                self._wants_hello.clear()
                connection.send(json.dumps({"type": "hello", "since": self._since()}))
            try:
                self._hears(json.loads(connection.recv(timeout=HEAR_SECONDS)))
            except TimeoutError:
                continue

    def _since(self) -> dict[str, int]:
        return {order_id: self.shown.get(order_id, {}).get("version", 0) for order_id in list(self._known)}

    def _hears(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "order":
                known = self.shown.get(message["order_id"], {"version": 0})
                if known["version"] < message["version"]:
                    self.shown[message["order_id"]] = message
            case "hello":
                self._greeted.set()
            case "refused":
                self._wants_hello.set()
            case "gone" if message["reconnect"]:
                raise OSError("told to go")

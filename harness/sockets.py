"""API Gateway's side of the socket, for tests: who is connected, and what each was sent.

A client is there from `opens` to `leaves`. What is posted to one that is not is answered as gone.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

POST, DELETE = "PostToConnection", "DeleteConnection"
ROUTES = ("hello", "ping", "say", "read", "typing", "watch")
OPERATIONS = (POST, DELETE)
GONE = "GoneException"

Message = dict[str, Any]


class Gone(Exception):
    """There is no such connection."""


class Sockets:
    """`received` by connection, those that ended too. `silent`: how many posts to a connection are not
    answered; with `deaf` they are not taken either. `unclosed`: no end of a connection is heard."""

    def __init__(self) -> None:
        self.received: dict[str, tuple[Message, ...]] = {}
        self.open: frozenset[str] = frozenset()
        self.silent: dict[str, int] = {}
        self.deaf = False
        self.unclosed = False
        self.posts = 0

    def opens(self, connection_id: str) -> None:
        self.open |= {connection_id}
        self.received[connection_id] = ()

    def opens_again(self, connection_id: str) -> None:
        """What comes yet of a connection that was closed while its client spoke."""
        self.open |= {connection_id}

    def leaves(self, connection_id: str) -> None:
        self.open -= {connection_id}

    def versions(self, connection_id: str) -> dict[str, int]:
        """What the client shows in the end: of each order that it was sent the highest version."""
        shown: dict[str, int] = {}
        for message in self.received[connection_id]:
            if message["type"] == "order":
                shown[message["order_id"]] = max(message["version"], shown.get(message["order_id"], 0))
        return shown

    def serve(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """Raises Gone, and what botocore raises for an answer that does not come."""
        connection_id = params["ConnectionId"]
        if operation == POST:
            self.posts += 1
            self._post(connection_id, params["Data"])
        elif self.unclosed:
            raise ReadTimeoutError(endpoint_url="socket")
        elif connection_id not in self.open:
            raise Gone
        else:
            self.leaves(connection_id)
        return {}

    def _post(self, connection_id: str, data: bytes) -> None:
        silent = self.silent.get(connection_id, 0) > 0
        if silent:
            self.silent = self.silent | {connection_id: self.silent[connection_id] - 1}
        if not (silent and self.deaf):
            if connection_id not in self.open:
                raise Gone
            self.received[connection_id] += (json.loads(data),)
        if silent:
            raise ReadTimeoutError(endpoint_url="socket")

    def snapshot(self) -> Any:
        return dict(self.received), self.open, self.silent, self.deaf, self.unclosed

    def restore(self, snapshot: Any) -> None:
        received, self.open, self.silent, self.deaf, self.unclosed = snapshot
        self.received = dict(received)

    def reset(self) -> None:
        self.restore(({}, frozenset(), {}, False, False))
        self.posts = 0

    @contextmanager
    def connected(self) -> Iterator[None]:
        """To be entered before whatever stands above: faults, counts."""
        through: Callable[..., Any] = BaseClient._make_api_call

        def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
            if operation not in OPERATIONS:
                return through(client, operation, params)
            try:
                return self.serve(operation, params)
            except Gone:
                raise gone(client, operation) from None

        with patch.object(BaseClient, "_make_api_call", call):
            yield


def gone(client: Any, operation: str) -> Exception:
    """As botocore raises it."""
    response = {"Error": {"Code": GONE, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": 410}}
    raised: Exception = client.exceptions.from_code(GONE)(response, operation)
    return raised


def connect_event(connection_id: str, ticket: str | None) -> dict[str, Any]:
    """What `$connect` is invoked with."""
    given = None if ticket is None else {"ticket": ticket}
    return _event("$connect", "CONNECT", connection_id) | {"queryStringParameters": given}


def disconnect_event(connection_id: str) -> dict[str, Any]:
    return _event("$disconnect", "DISCONNECT", connection_id)


def message_event(connection_id: str, message: Any) -> dict[str, Any]:
    """What a route is invoked with: a message as JSON, or as text that is none."""
    text = message if isinstance(message, str) else json.dumps(message)
    return _event(route_of(text), "MESSAGE", connection_id) | {"body": text}


def route_of(text: str, routes: tuple[str, ...] = ROUTES) -> str:
    """As `$request.body.type` selects it."""
    try:
        named = json.loads(text)["type"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return "$default"
    return named if isinstance(named, str) and named in routes else "$default"


def _event(route: str, kind: str, connection_id: str) -> dict[str, Any]:
    context = {"routeKey": route, "eventType": kind, "connectionId": connection_id, "stage": "live"}
    return {"requestContext": context, "isBase64Encoded": False}

"""API Gateway's side of the connections: what a client is sent, and the end of a connection."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared import aws
from functions.shared.errors import AmbiguousError

MOST_BYTES = 128 * 1024
"""What API Gateway takes in one message."""

_GONE = "GoneException"


class ConnectionGone(Exception):
    """The gateway has no such connection any more."""


class NotHeard(AmbiguousError):
    """The gateway did not say that it took the message: the client may have it, or not."""


def post(connection_id: str, text: str) -> None:
    """Send a client one message, once. Raises ConnectionGone, NotHeard."""
    with _heard(connection_id):
        _client().post_to_connection(ConnectionId=connection_id, Data=text.encode())


def close(connection_id: str) -> None:
    """End a connection, once. Raises ConnectionGone, NotHeard."""
    with _heard(connection_id):
        _client().delete_connection(ConnectionId=connection_id)


def text_of(message: dict[str, Any]) -> str:
    return json.dumps(message, separators=(",", ":"))


@contextmanager
def _heard(connection_id: str) -> Iterator[None]:
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        if isinstance(error, ClientError) and error.response["Error"]["Code"] == _GONE:
            raise ConnectionGone(connection_id) from error
        raise NotHeard(connection_id) from error


def _client() -> Any:
    """Its calls are quick or for nothing: a message that is late is of no use, and others wait behind it."""
    return aws.client(
        "apigatewaymanagementapi",
        connect_seconds=1,
        read_seconds=1,
        tries=1,
        endpoint=os.environ["SOCKET_URL"],
    )

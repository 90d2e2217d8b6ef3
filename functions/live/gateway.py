"""API Gateway's side of the connections: what a client is sent, and the end of a connection."""

import json
import os
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared import aws
from functions.shared.errors import AmbiguousError, without_data
from functions.shared.observe import logger

MOST_BYTES = 128 * 1024
"""What API Gateway takes in one message."""

_GONE = "GoneException"


class ConnectionGone(Exception):
    """The gateway has no such connection any more."""


class NotHeard(AmbiguousError):
    """The gateway did not say that it took the message: the client may have it, or not."""


def post(connection_id: str, text: str) -> None:
    """Send a client one message, once. Raises ConnectionGone, NotHeard."""
    try:
        _client().post_to_connection(ConnectionId=connection_id, Data=text.encode())
    except ClientError as error:
        if error.response["Error"]["Code"] == _GONE:
            raise ConnectionGone(connection_id) from error
        raise NotHeard(connection_id) from error
    except BotoCoreError as error:
        raise NotHeard(connection_id) from error


def close(connection_id: str) -> None:
    """End a connection, if it is there and the gateway hears. A client that is closed opens another."""
    try:
        _client().delete_connection(ConnectionId=connection_id)
    except (ClientError, BotoCoreError) as error:
        logger.info("connection not closed", extra={"error": without_data(str(error))})


def text_of(message: dict[str, Any]) -> str:
    return json.dumps(message, separators=(",", ":"))


def _client() -> Any:
    """Its calls are quick or for nothing: a message that is late is of no use, and others wait behind it."""
    return aws.client(
        "apigatewaymanagementapi",
        connect_seconds=1,
        read_seconds=1,
        tries=1,
        endpoint=os.environ["SOCKET_URL"],
    )

"""What lies beside the matrix: calls whose answers nobody in it looks at, and what a machine itself sends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from harness.faults import FaultDesk, Kind
from harness.invocation import current
from harness.template import FIFO, HASH

UNHEARD: dict[str, dict[str, Any]] = {"PutEvents": {"FailedEntryCount": 0, "Entries": []}, "PutObject": {}}
"""Taken and forgotten."""


@contextmanager
def spared(desk: FaultDesk) -> Iterator[None]:
    """To be entered before the cloud. What a state machine sends to a queue by itself is a step that the desk
    may order faults for, by the queue's name."""
    through = BaseClient._make_api_call
    secrets: dict[str, Any] = {}

    def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
        if operation in UNHEARD:
            return UNHEARD[operation]
        if operation == "GetSecretValue":
            name = params["SecretId"]
            if name not in secrets:
                secrets[name] = through(client, operation, params)
            return secrets[name]
        if operation == "SendMessage" and current() is None:
            return _sent(desk, params, lambda: through(client, operation, params))
        return through(client, operation, params)

    with patch.object(BaseClient, "_make_api_call", call):
        yield


def _sent(desk: FaultDesk, params: dict[str, Any], send: Callable[[], Any]) -> Any:
    queue = params["QueueUrl"].rpartition("/")[2].removesuffix(FIFO)
    fault = desk.for_invocation(HASH.sub("", queue))
    if fault is None or fault.kind is Kind.AFTER:
        answer = send()
    if fault is None:
        return answer
    if fault.kind is Kind.TWICE:
        send()
        return send()
    raise ClientError({"Error": {"Code": fault.error, "Message": "ordered by a test"}}, "SendMessage")

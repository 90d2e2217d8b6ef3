"""DynamoDB's item operations from a worker, over the lane, without botocore's way through a request.

That way (events, endpoint rules, serializers, signing, parsers, each for every service there is) takes two
thirds of a worker's CPU, for calls whose parameters and answers are DynamoDB's JSON already. What the product
sees is the same: the client's own error classes with the same members, tokens filled in for transactions,
tries and time limits of the client's configuration. What botocore itself gets wrong, or refuses, is for the
tests that use it (tests/wires, tests/handlers).

Stands alone (standard library and botocore): the fork server loads it by file path.
"""

import base64
import json
import random
import time
import uuid
from collections.abc import Callable
from typing import Any

OPERATIONS = frozenset(
    (
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    )
)
TRANSACTION = "TransactWriteItems"
TOKEN = "ClientRequestToken"  # noqa: S105 - a name
BINARY = (b'"B":', b'"BS":')
LONGEST_PAUSE = 20.0  # botocore's own, in seconds


class Items:
    """Calls of DynamoDB's item operations; `exchange` is the lane's."""

    def __init__(self, exchange: Callable[..., tuple[int, bytes, bytes]]) -> None:
        self._exchange = exchange
        self._heads: dict[tuple[str, str, str], bytes] = {}

    def call(self, client: Any, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The answer, as the client gives it. Raises the client's own errors."""
        if operation == TRANSACTION and TOKEN not in parameters:
            parameters = parameters | {TOKEN: str(uuid.uuid4())}
        body = json.dumps(parameters, default=_encoded).encode()
        status, content, retries = self._asked(client, self._head(client, operation), body)
        answer: dict[str, Any] = json.loads(content)
        if any(mark in content for mark in BINARY):
            answer = _decoded(answer)
        about = {"HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": retries}
        if status >= 300:
            raise _error(client, operation, answer, about)
        answer["ResponseMetadata"] = about
        return answer

    def _asked(self, client: Any, head: bytes, body: bytes) -> tuple[int, bytes, int]:
        """Status, content and how often it was asked again: as often as the client may, where nothing was
        answered or DynamoDB itself failed."""
        from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

        config = client.meta.config
        tries = config.retries.get("total_max_attempts", 3)
        for again in range(tries):
            last = again + 1 >= tries
            try:
                status, _head, content = self._exchange(
                    head, body, config.connect_timeout, config.read_timeout
                )
            except TimeoutError as error:
                if last:
                    raise ReadTimeoutError(endpoint_url=client.meta.endpoint_url, error=error) from error
            except OSError as error:
                if last:
                    raise ConnectionClosedError(endpoint_url=client.meta.endpoint_url, error=error) from error
            else:
                if status < 500 or last:
                    return status, content, again
            time.sleep(min(random.random() * 2**again, LONGEST_PAUSE))  # noqa: S311 - jitter, not a secret
        raise AssertionError("a client has one try at least")

    def _head(self, client: Any, operation: str) -> bytes:
        """What stands before the body, which is the same for every such call."""
        key = client._request_signer._credentials.access_key
        known = self._heads.get((operation, key, client.meta.region_name))
        if known is None:
            scope = f"{key}/20000101/{client.meta.region_name}/dynamodb/aws4_request"
            headers = {
                "authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
                "content-type": "application/x-amz-json-1.0",
                "x-amz-target": f"DynamoDB_20120810.{operation}",
            }
            known = json.dumps(["POST", "/", headers]).encode()
            self._heads[operation, key, client.meta.region_name] = known
        return known


def use_items(items: Items, endpoint: str) -> None:
    """From here on clients of DynamoDB at `endpoint` call by `items` what it can call."""
    from botocore.client import BaseClient

    by_botocore = BaseClient._make_api_call

    def make_api_call(self: Any, operation_name: str, api_params: dict[str, Any]) -> Any:
        meta = self.meta
        if (
            operation_name in OPERATIONS
            and meta.endpoint_url == endpoint
            and meta.service_model.service_name == "dynamodb"
        ):
            return items.call(self, operation_name, api_params)
        return by_botocore(self, operation_name, api_params)

    BaseClient._make_api_call = make_api_call


def _error(client: Any, operation: str, answer: dict[str, Any], about: dict[str, Any]) -> Exception:
    code = str(answer.pop("__type", "UnknownError")).rpartition("#")[2]
    message = answer.get("message", answer.get("Message", ""))
    response = answer | {"Error": {"Message": message, "Code": code}, "ResponseMetadata": about}
    error: Exception = client.exceptions.from_code(code)(response, operation)
    return error


def _encoded(value: Any) -> str:
    """Binary values, whatever boto3 made of them."""
    return base64.b64encode(bytes(getattr(value, "value", value))).decode()


def _decoded(value: Any) -> Any:
    """The same with binary values as bytes."""
    if isinstance(value, list):
        return [_decoded(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and isinstance(value.get("B"), str):
        return {"B": base64.b64decode(value["B"])}
    if len(value) == 1 and isinstance(value.get("BS"), list):
        return {"BS": [base64.b64decode(one) for one in value["BS"]]}
    return {name: _decoded(one) for name, one in value.items()}

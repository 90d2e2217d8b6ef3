"""moto 5.2.5 without its great detours. Nothing is answered differently.

- What the shop calls all the time goes from botocore's serializer straight to moto's handler, and its answer
  to botocore's parser: no URL is matched, nothing signed, no request normalized.
- An attribute value in an answer is as it goes over the wire before moto serializes it; moto all the same
  takes each apart, asking it for a dozen names by as many spellings.
- Every item and message that there ever was is kept for a dashboard.
- Whoever looks for a backend has it compared with all that are in use.
- Whatever is put into an item has the whole item measured anew.
- A transaction copies every table it touches, once for each of its items, in order to put it back if it
  fails. Here the items it names are kept instead.
"""

import copy
import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import moto.core.responses
import moto.dynamodb.models
from botocore.awsrequest import HeadersDict
from botocore.client import BaseClient
from moto.core.base_backend import BackendDict
from moto.core.common_models import BaseModel
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.responses import BaseResponse
from moto.core.serialize import JSONSerializer, ResponseSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler, DynamoResult
from moto.sqs.responses import SQSResponse
from moto.stepfunctions.responses import StepFunctionResponse

from harness.moto.expressions import read_once, wrapped

HANDLERS: dict[str, Callable[[], BaseResponse]] = {
    "dynamodb": DynamoHandler,
    "sqs": SQSResponse,
    "stepfunctions": StepFunctionResponse,
}
OFTEN = {
    "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan",
    "BatchGetItem", "BatchWriteItem", "TransactGetItems", "TransactWriteItems",
    "GetQueueUrl", "SendMessage", "ReceiveMessage", "DeleteMessage",
    "StartExecution", "DescribeExecution", "ListExecutions",
    "SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat",
}  # fmt: skip

NEAR_THE_LIMIT = 200_000
"""Bytes; DynamoDB takes 400,000."""

Row = tuple[Table, DynamoType, DynamoType | None]


@contextmanager
def shortened_moto() -> Iterator[None]:
    _assert_anchors()
    with ExitStack() as stack:
        for change in (
            wrapped(BaseClient, "_make_request", _direct),
            wrapped(moto.core.responses, "method_names_from_class", cache),
            patch.object(JSONSerializer, "_serialize_type_structure", _structure),
            patch.object(moto.dynamodb.models, "copy", SimpleNamespace(deepcopy=_copy_all_but_tables)),
            wrapped(DynamoDBBackend, "transact_write_items", _undoing),
            wrapped(BackendDict, "__getitem__", _found_at_once),
            wrapped(LimitedSizeDict, "__setitem__", _measured_when_large),
            patch.object(BaseModel, "__new__", staticmethod(lambda cls, *_, **__: object.__new__(cls))),
        ):
            stack.enter_context(change)
        stack.enter_context(read_once())
        yield


def _assert_anchors() -> None:
    made = list(inspect.signature(BaseClient._make_request).parameters)
    assert made == ["self", "operation_model", "request_dict", "request_context"]
    assert "self.automated_parameter_parsing = True" in inspect.getsource(DynamoHandler.__init__)
    assert 'self.body = getattr(self, "params", {})' in inspect.getsource(DynamoHandler)
    assert "_serialize_type_structure" not in vars(JSONSerializer)
    assert "dynamo_to_dict(result)" in inspect.getsource(DynamoResult)
    backend = inspect.getsource(DynamoDBBackend)
    assert vars(moto.dynamodb.models)["copy"] is copy
    assert backend.count("copy.deepcopy(") == 2
    assert "orig_item = copy.deepcopy(item)" in backend
    assert "> 405000" in inspect.getsource(LimitedSizeDict.__setitem__)
    assert "backend.clear()" in inspect.getsource(BackendDict.reset)
    assert "cls.instances_tracked.append(instance)" in inspect.getsource(BaseModel.__new__)
    transaction = inspect.getsource(DynamoDBBackend.transact_write_items)
    assert transaction.count("self.tables[table_name] = original_table_state[table_name]") == 2


def _direct(make_request: Callable[..., Any]) -> Callable[..., Any]:
    def make(client: Any, operation: Any, request: dict[str, Any], context: Any) -> Any:
        handler = HANDLERS.get(client.meta.service_model.service_name)
        if handler is None or operation.name not in OFTEN:
            return make_request(client, operation, request, context)
        status, headers, body = _set_up(handler(), client, request).call_action()
        response = {"status_code": status, "headers": HeadersDict(headers), "body": body.encode()}
        parser = client._response_parser
        parsed = parser.parse(response, operation.output_shape)
        if status >= 300:
            client._endpoint._add_modeled_error_fields(response, parsed, operation, parser)
        parsed["ResponseMetadata"]["RetryAttempts"] = 0
        return SimpleNamespace(status_code=status), parsed

    return make


def _set_up(handler: Any, client: Any, request: dict[str, Any]) -> Any:
    """As an HTTP request would have set it up."""
    handler.headers = request["headers"]
    handler.querystring = {}
    handler.uri_match = {}
    handler.response_headers = {}
    handler.uri, handler.path = request["url"], request["url_path"]
    handler.body = request["body"].decode()
    handler.params = json.loads(handler.body)
    handler.region = client.meta.region_name
    handler.current_account = DEFAULT_ACCOUNT_ID
    return handler


def _found_at_once(find: Callable[..., Any]) -> Callable[..., Any]:
    """What was registered once stays so until all are reset, which empties it."""
    return lambda backends, account: dict.get(backends, account) or find(backends, account)


def _measured_when_large(put: Callable[..., None]) -> Callable[..., None]:
    """All that was ever put into an item is summed up, which is never less than what is in it."""

    def put_in(attributes: Any, name: str, value: Any) -> None:
        length = value.size() if type(value) is DynamoType else len(str(value))
        put_so_far = vars(attributes).get("put_so_far", 0) + 4 * len(name) + length
        vars(attributes)["put_so_far"] = put_so_far
        if put_so_far > NEAR_THE_LIMIT:
            put(attributes, name, value)
        else:
            dict.__setitem__(attributes, name, value)

    return put_in


def _structure(serializer: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """Binary values would have to be encoded: json refuses them, and nothing in the shop has any."""
    if shape.name == "AttributeValue" and isinstance(value, dict):
        serializer._default_serialize(serialized, value, shape, key)
    else:
        ResponseSerializer._serialize_type_structure(serializer, serialized, value, shape, key)


def _copy_all_but_tables(value: Any) -> Any:
    """moto puts back what this answers: the table itself, which is already as it was."""
    return value if isinstance(value, Table) else copy.deepcopy(value)


def _undoing(transact: Callable[..., None]) -> Callable[..., None]:
    def transact_or_undo(backend: Any, transact_items: list[dict[str, Any]]) -> None:
        rows = _rows(backend, transact_items)
        before = [copy.deepcopy(_find(row)) for row in rows]
        try:
            transact(backend, transact_items)
        except BaseException:
            for row, item in zip(rows, before, strict=True):
                _put_back(row, item)
            raise

    return transact_or_undo


def _rows(backend: Any, transact_items: list[dict[str, Any]]) -> list[Row]:
    """What a transaction may change; moto refuses one that names a table which is not there."""
    found: list[Row] = []
    for (operation,) in (list(entry.values()) for entry in transact_items):
        table = backend.tables.get(operation["TableName"])
        if table is None:
            continue
        assert table.stream_shard is None, "a stream would have to be put back, too"
        values = operation.get("Key") or operation["Item"]
        names = (table.hash_key_attr, table.range_key_attr)
        if all(name in values for name in names if name):
            ranged = DynamoType(values[table.range_key_attr]) if table.range_key_attr else None
            found.append((table, DynamoType(values[table.hash_key_attr]), ranged))
    return found


def _find(row: Row) -> Any:
    table, hashed, ranged = row
    if ranged is None:
        return table.items.get(hashed)
    return table.items.get(hashed, {}).get(ranged)


def _put_back(row: Row, item: Any) -> None:
    table, hashed, ranged = row
    if item is not None:
        if ranged is None:
            table.items[hashed] = item
        else:
            table.items[hashed][ranged] = item
    elif ranged is None:
        table.items.pop(hashed, None)
    else:
        table.items.get(hashed, {}).pop(ranged, None)

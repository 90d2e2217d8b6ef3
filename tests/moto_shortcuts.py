"""moto 5.2.5's DynamoDB without its two great detours. Nothing is answered differently.

- An attribute value in an answer is as it goes over the wire before moto serializes it; moto all the same takes
  each apart, asking it for a dozen names by as many spellings.
- A transaction copies every table it touches, once for each of its items, in order to put it back if it fails.
  Here the items it names are kept instead.
"""

import copy
import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import moto.dynamodb.models
from moto.core.serialize import JSONSerializer, ResponseSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoResult

Row = tuple[Table, DynamoType, DynamoType | None]


@contextmanager
def shortened_moto() -> Iterator[None]:
    _assert_anchors()
    with ExitStack() as stack:
        for change in (
            patch.object(JSONSerializer, "_serialize_type_structure", _structure),
            patch.object(moto.dynamodb.models, "copy", SimpleNamespace(deepcopy=_copy_all_but_tables)),
            patch.object(
                DynamoDBBackend, "transact_write_items", _undoing(DynamoDBBackend.transact_write_items)
            ),
        ):
            stack.enter_context(change)
        yield


def _assert_anchors() -> None:
    assert "_serialize_type_structure" not in vars(JSONSerializer)
    assert "dynamo_to_dict(result)" in inspect.getsource(DynamoResult)
    backend = inspect.getsource(DynamoDBBackend)
    assert vars(moto.dynamodb.models)["copy"] is copy
    assert backend.count("copy.deepcopy(") == 2
    assert "orig_item = copy.deepcopy(item)" in backend
    transaction = inspect.getsource(DynamoDBBackend.transact_write_items)
    assert transaction.count("self.tables[table_name] = original_table_state[table_name]") == 2


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
    found = []
    for (operation,) in (list(entry.values()) for entry in transact_items):
        table = backend.tables.get(operation["TableName"])
        if table is None:
            continue
        assert table.stream_shard is None, "a stream would have to be put back, too"
        values = operation.get("Key") or operation["Item"]
        names = (table.hash_key_attr, table.range_key_attr)
        if all(name in values for name in names if name):
            hashed, ranged = (DynamoType(values[name]) if name else None for name in names)
            found.append((table, hashed, ranged))
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

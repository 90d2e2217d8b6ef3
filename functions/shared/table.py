"""DynamoDB in the few calls that this product makes of it. Names and values in expressions: write.py."""

import os
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared import aws, clock
from functions.shared.errors import TransientError
from functions.shared.write import Item, Write, pack, placeholders, unpack

CONFLICT_TRIES = 8
PAGES = 10_000
BATCH = 100
MOST_WRITES = 100
"""So many items DynamoDB takes in one transaction."""
_NEVER = {"ValidationException", "InvalidName", "InvalidArn", "InvalidExecutionInput"}
"""Codes of AWS for a request that no later try makes right."""
_CONFLICTS = {"TransactionConflict", "TransactionConflictException", "TransactionInProgressException"}


class ConditionRefused(Exception):
    """A condition did not hold. `refused` maps the label of each refused write to the item that stood
    there (None if there was none)."""

    def __init__(self, refused: dict[str, Item | None]) -> None:
        super().__init__("refused: " + ", ".join(sorted(refused)))
        self.refused = refused


class TransactionConflicted(TransientError):
    """Other transactions on the same items won every time."""


def client() -> Any:
    return aws.client("dynamodb")


def get(table: str, key: Item) -> Item | None:
    """One item, read consistently; None if there is none."""
    found = client().get_item(TableName=os.environ[table], Key=pack(key), ConsistentRead=True)
    return unpack(found["Item"]) if "Item" in found else None


def batch_get(table: str, keys: Sequence[Item], *, consistent: bool = False) -> list[Item]:
    """The items that exist, in no order, eventually consistent unless told otherwise."""
    found: list[Item] = []
    name = os.environ[table]
    for start in range(0, len(keys), BATCH):
        chunk = [pack(key) for key in keys[start : start + BATCH]]
        wanted: dict[str, Any] = {name: {"Keys": chunk, "ConsistentRead": consistent}}
        for attempt in range(CONFLICT_TRIES):
            answer = client().batch_get_item(RequestItems=wanted)
            found += map(unpack, answer["Responses"].get(name, []))
            wanted = answer.get("UnprocessedKeys") or {}
            if not wanted:
                break
            clock.pause(_backoff(attempt))
        else:
            raise TransientError(f"{name}: keys left unprocessed {CONFLICT_TRIES} times")
    return found


def transact_get(reads: Sequence[tuple[str, Item]]) -> list[Item | None]:
    """Items of one moment, in the order asked for: at most 100."""
    requests = [{"Get": {"TableName": os.environ[table], "Key": pack(key)}} for table, key in reads]
    answer = _retry_conflicts(lambda: client().transact_get_items(TransactItems=requests))
    return [unpack(found["Item"]) if "Item" in found else None for found in answer["Responses"]]


def query(
    table: str, condition: str, values: Item, *, index: str = "", newest: int = 0, oldest: int = 0
) -> Iterator[Item]:
    """All items under a key condition, page by page; consistent unless an index is read.

    With `newest`, only so many, the last by sort key first; with `oldest`, only so many, the first; no more
    than those are read.
    """
    request: dict[str, Any] = {"TableName": os.environ[table], "KeyConditionExpression": condition}
    request |= {"IndexName": index} if index else {"ConsistentRead": True}
    request |= placeholders(condition, values)
    if oldest:
        return islice(_pages(client().query, request | {"Limit": oldest}), oldest)
    if not newest:
        return _pages(client().query, request)
    return islice(_pages(client().query, request | {"ScanIndexForward": False, "Limit": newest}), newest)


def count_items(table: str, condition: str, values: Item, *, index: str) -> int:
    """How many items an index holds under a key condition, without fetching them. The index lags."""
    request: dict[str, Any] = {"TableName": os.environ[table], "IndexName": index, "Select": "COUNT"}
    request |= {"KeyConditionExpression": condition} | placeholders(condition, values)
    counted = 0
    for _ in range(PAGES):
        page = client().query(**request)
        counted += int(page["Count"])
        if "LastEvaluatedKey" not in page:
            return counted
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]
    raise TransientError(f"more than {PAGES} pages")


def scan(table: str, *, consistent: bool = True) -> Iterator[Item]:
    """Every item of a table, page by page, read consistently unless told otherwise."""
    return _pages(client().scan, {"TableName": os.environ[table], "ConsistentRead": consistent})


def scan_page(table: str, after: Item | None, limit: int) -> tuple[list[Item], Item | None]:
    """At most `limit` items of a table, after the one with the key `after`, and the key to go on after: None
    at the end. Eventually consistent, for half the price: read again what matters."""
    request: dict[str, Any] = {"TableName": os.environ[table], "Limit": limit}
    if after is not None:
        request["ExclusiveStartKey"] = pack(after)
    page = client().scan(**request)
    last = page.get("LastEvaluatedKey")
    return [unpack(item) for item in page["Items"]], unpack(last) if last else None


def write(change: Write) -> Item:
    """Apply one write alone; the item as it now stands (empty for a Put or a Delete).

    Raises ConditionRefused with the item that stood there, TransactionConflicted when transactions on the
    item won every try.
    """
    try:
        if change.action == "Put":
            _retry_conflicts(lambda: client().put_item(**change.request()))
            return {}
        if change.action == "Delete":
            _retry_conflicts(lambda: client().delete_item(**change.request()))
            return {}
        answer = _retry_conflicts(lambda: client().update_item(**change.request(), ReturnValues="ALL_NEW"))
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            old: Any = error.response.get("Item")
            raise ConditionRefused({change.label: unpack(old) if old else None}) from error
        raise
    return unpack(answer["Attributes"])


def transact(writes: Sequence[Write]) -> None:
    """Apply all writes or none.

    Raises ConditionRefused naming the writes that were refused, TransactionConflicted when other
    transactions won every try.
    """
    requests = [{change.action: change.request()} for change in writes]
    try:
        _retry_conflicts(lambda: client().transact_write_items(TransactItems=requests))
    except ClientError as error:
        refused = _refusals(writes, error)
        if refused:
            raise ConditionRefused(refused) from error
        raise


def may_pass(failure: Exception) -> bool:
    """Whether the same call may work another time: a service did not answer, or was asked too much."""
    if isinstance(failure, ClientError):
        return failure.response["Error"]["Code"] not in _NEVER
    return isinstance(failure, BotoCoreError | TransientError)


def _refusals(writes: Sequence[Write], error: ClientError) -> dict[str, Item | None]:
    response: dict[str, Any] = dict(error.response)
    reasons = response.get("CancellationReasons", [])
    return {
        change.label: unpack(reason["Item"]) if reason.get("Item") else None
        for change, reason in zip(writes, reasons, strict=False)
        if reason.get("Code") == "ConditionalCheckFailed"
    }


def _retry_conflicts(call: Any) -> Any:
    """Retried here and not by the state machine: a retried state is a paid transition."""
    for attempt in range(CONFLICT_TRIES):
        try:
            return call()
        except ClientError as error:
            if not _conflicted(error):
                raise
            clock.pause(_backoff(attempt))
    raise TransactionConflicted(f"lost {CONFLICT_TRIES} times against other transactions")


def _conflicted(error: ClientError) -> bool:
    codes = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
    if "ConditionalCheckFailed" in codes:
        return False
    return bool(_CONFLICTS & (codes | {error.response["Error"]["Code"]}))


def _backoff(attempt: int) -> float:
    """Full jitter, at most 0.4 s."""
    return random.uniform(0, min(0.4, 0.01 * 2**attempt))  # noqa: S311 - jitter, not a secret


def _pages(call: Any, request: dict[str, Any]) -> Iterator[Item]:
    for _ in range(PAGES):
        page = call(**request)
        yield from map(unpack, page["Items"])
        if "LastEvaluatedKey" not in page:
            return
        request = request | {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    raise TransientError(f"more than {PAGES} pages")

"""What a call is called, and which items it reads and writes: two calls that share no item, or only read the
same, may change places without anybody noticing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qs

from harness.provider_calls import named
from harness.template import HASH

Params = dict[str, Any]
ANY = "*"


@dataclass(frozen=True)
class Touch:
    """An item that is read or written; `*` stands for any part, any key."""

    place: str
    part: str
    sort: str = ""
    writes: bool = False

    def meets(self, other: "Touch") -> bool:
        return (
            (self.writes or other.writes)
            and self.place == other.place
            and (self.part == other.part or ANY in (self.part, other.part))
            and (self.sort == other.sort or ANY in (self.sort, other.sort))
        )

    def __str__(self) -> str:
        name = "/".join(part for part in (self.part, self.sort) if part)
        return f"{self.place} {name}" + (" (w)" if self.writes else "")


@dataclass(frozen=True)
class Call:
    name: str
    touches: tuple[Touch, ...] = ()

    @property
    def writes(self) -> bool:
        return any(touch.writes for touch in self.touches)

    def meets(self, other: "Call") -> bool:
        """Whether their order can make a difference."""
        return any(mine.meets(theirs) for mine in self.touches for theirs in other.touches)

    def __str__(self) -> str:
        shown = [str(touch) for touch in self.touches if " by " not in touch.place or not touch.writes]
        return f"{self.name}: {', '.join(shown)}" if shown else self.name


class Schema(Protocol):
    """What the tables know of their items."""

    def key(self, table: str, item: Any) -> tuple[str, ...]: ...

    def indexed(self, table: str, item: Any) -> Iterator[tuple[str, str]]:
        """Each index that an item (or the one that stands under its key) is in, and its partition there."""
        ...


def of_table(operation: str, params: Params, schema: Schema) -> Call:
    return Call(operation, tuple(_items(operation, params, schema)))


def _items(operation: str, params: Params, schema: Schema) -> Iterator[Touch]:
    match operation:
        case "GetItem":
            yield _item(params["TableName"], params["Key"], schema)
        case "PutItem":
            yield from _written(params["TableName"], params["Item"], schema)
        case "UpdateItem" | "DeleteItem":
            yield from _written(params["TableName"], params["Key"], schema)
        case "BatchGetItem":
            for table, wanted in params["RequestItems"].items():
                yield from (_item(table, one, schema) for one in wanted["Keys"])
        case "TransactGetItems" | "TransactWriteItems":
            for entry in params["TransactItems"]:
                ((action, one),) = entry.items()
                given = one["Item"] if action == "Put" else one["Key"]
                if action in ("Get", "ConditionCheck"):
                    yield _item(one["TableName"], given, schema)
                else:
                    yield from _written(one["TableName"], given, schema)
        case "Query":
            partition = _partition(params)
            if "IndexName" in params:
                yield Touch(f"{_table(params['TableName'])} by {params['IndexName']}", partition)
            else:
                yield Touch(_table(params["TableName"]), partition, ANY)
        case _:
            yield Touch(_table(params["TableName"]), ANY, ANY)


def _item(table: str, given: Any, schema: Schema, writes: bool = False) -> Touch:
    parts = schema.key(table, given)
    return Touch(_table(table), parts[0], parts[1] if len(parts) > 1 else "", writes)


def _written(table: str, given: Any, schema: Schema) -> Iterator[Touch]:
    """A write shows in the indexes that the item is in, before or afterwards."""
    yield _item(table, given, schema, writes=True)
    for index, partition in schema.indexed(table, given):
        yield Touch(f"{_table(table)} by {index}", partition, writes=True)


def _partition(params: Params) -> str:
    """The value of `#name = :value`, with which every key condition here begins."""
    value = re.split(r"\s*=\s*", params["KeyConditionExpression"])[1].split()[0]
    found: str = params["ExpressionAttributeValues"][value]["S"]
    return found


def _table(name: str) -> str:
    return HASH.sub("", name)


def of_provider(method: str, url: str, headers: Any, body: Any) -> Call:
    """A new intent is nobody's yet: only the idempotency key that it is made under can be met."""
    name, hold = named(method, url)
    sent = parse_qs((body.decode() if isinstance(body, bytes) else body) or url.partition("?")[2])
    if name == "create":
        return Call(name, (Touch("provider key", headers.get("Idempotency-Key", ""), writes=True),))
    touched = hold or sent.get("payment_intent", [ANY])[0]
    return Call(name, (Touch("intent", touched, writes=method == "post"),))


def of_machine(operation: str, params: Params, waiting: Callable[[str], str]) -> Call:
    """`waiting` tells the execution that a token belongs to."""
    if operation == "StartExecution":
        return Call(operation, (Touch("execution", f"{params['name']}", writes=True),))
    if operation in ("DescribeExecution", "GetExecutionHistory", "DescribeStateMachineForExecution"):
        return Call(operation, (Touch("execution", params["executionArn"].rpartition(":")[2]),))
    return Call(operation, (Touch("execution", waiting(params["taskToken"]), writes=True),))


def of_ending(execution: str) -> Call:
    return Call("(the execution ends)", (Touch("execution", execution, writes=True),))


def of_connection(operation: str, params: Params) -> Call:
    return Call(operation, (Touch("connection", params["ConnectionId"], writes=True),))


def of_other(operation: str, params: Params) -> Call:
    """Queues, buses and files only take in: nobody who runs reads what another has put there."""
    what = str(params.get("QueueUrl", "")).rpartition("/")[2] if operation == "SendMessage" else ""
    if operation == "PutEvents":
        what = ", ".join(one["DetailType"] for one in params["Entries"])
    return Call(f"{operation} {what}".strip())

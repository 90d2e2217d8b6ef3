"""One conditional write on plain Python values, before it is sent.

Tables are named by the environment variable that holds their name (`ORDERS_TABLE`). In expressions every
attribute is written `#name` and every value `:name`, so no reserved word needs remembering. Numbers are
integers.
"""

import os
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

Item = dict[str, Any]
Values = Item | None
Action = Literal["Put", "Update", "Delete", "ConditionCheck"]

_NAME = re.compile(r"#(\w+)")


@dataclass(frozen=True)
class Write:
    """A write that is refused unless its `condition` holds; `label` says which one was refused. `changes` is
    an Update's expression; a Put has an `item`, all others the `key` of one. Made by its constructors."""

    action: Action
    table: str
    label: str
    condition: str
    values: Item
    item: Item = field(default_factory=dict)
    key: Item = field(default_factory=dict)
    changes: str = ""

    @classmethod
    def put(cls, table: str, label: str, item: Item, *, condition: str, values: Values = None) -> "Write":
        """The whole item, in place of what stands there."""
        return cls("Put", table, label, condition, values or {}, item=item)

    @classmethod
    def update(
        cls, table: str, label: str, key: Item, changes: str, *, condition: str, values: Values = None
    ) -> "Write":
        """Changes to the item with this key, which is made if it is not there."""
        return cls("Update", table, label, condition, values or {}, key=key, changes=changes)

    @classmethod
    def delete(cls, table: str, label: str, key: Item, *, condition: str, values: Values = None) -> "Write":
        """The end of the item with this key."""
        return cls("Delete", table, label, condition, values or {}, key=key)

    @classmethod
    def check(cls, table: str, label: str, key: Item, *, condition: str, values: Values = None) -> "Write":
        """No change: the other writes of its transaction are made only if the condition holds."""
        return cls("ConditionCheck", table, label, condition, values or {}, key=key)

    def request(self) -> dict[str, Any]:
        """As DynamoDB takes it, alone or in a transaction."""
        request: dict[str, Any] = {
            "TableName": os.environ[self.table],
            "ConditionExpression": self.condition,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if self.action == "Put":
            request["Item"] = pack(self.item)
        else:
            request["Key"] = pack(self.key)
        if self.changes:
            request["UpdateExpression"] = self.changes
        return request | placeholders(self.condition + " " + self.changes, self.values)


def _number(value: str) -> int | Decimal:
    """A number that is no integer is left for the reader of its item to refuse: raised here, it would
    keep all the others of its page from being read."""
    try:
        return int(value)
    except ValueError:
        return Decimal(value)


class _Integers(TypeDeserializer):
    def _deserialize_n(self, value: str) -> int | Decimal:
        """Those of a set."""
        return _number(value)


_serializer = TypeSerializer()
_deserializer = _Integers()
_PLAIN = ("S", "BOOL")
_LARGEST = 10**38 - 1
"""DynamoDB keeps 38 digits of a number."""


def pack(item: Item) -> dict[str, Any]:
    """Plain values as DynamoDB takes them."""
    return {name: _packed(value) for name, value in item.items()}


def unpack(item: dict[str, Any]) -> Item:
    """What DynamoDB answered as plain values."""
    return {name: _unpacked(value) for name, value in item.items()}


def _packed(value: Any) -> dict[str, Any]:
    """As boto3 does it, which asks of each value ten times what it is. What is seldom (sets, bytes, decimals)
    and what it refuses is left to it."""
    if isinstance(value, str):
        return {"S": value}
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if type(value) is int and -_LARGEST <= value <= _LARGEST:
        return {"N": str(value)}
    if type(value) is dict:
        return {"M": {name: _packed(one) for name, one in value.items()}}
    if isinstance(value, list | tuple):
        return {"L": [_packed(one) for one in value]}
    found: dict[str, Any] = _serializer.serialize(value)
    return found


def _unpacked(value: dict[str, Any]) -> Any:
    """Likewise."""
    for kind, plain in value.items():
        if kind in _PLAIN:
            return plain
        if kind == "N":
            return _number(plain)
        if kind == "M":
            return {name: _unpacked(one) for name, one in plain.items()}
        if kind == "L":
            return [_unpacked(one) for one in plain]
        break
    return _deserializer.deserialize(value)


def placeholders(expression: str, values: Item) -> dict[str, Any]:
    """The names and values that an expression stands for."""
    found: dict[str, Any] = {}
    if names := {f"#{name}": name for name in _NAME.findall(expression)}:
        found["ExpressionAttributeNames"] = names
    if values:
        found["ExpressionAttributeValues"] = pack({f":{name}": v for name, v in values.items()})
    return found

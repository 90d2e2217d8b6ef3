"""What DynamoDB's expressions do with an item's values, which are in its own form (`{"S": "x"}`)."""

from decimal import Decimal
from typing import Any

Value = dict[str, Any]
Item = dict[str, Value]
Path = tuple[str, ...]
SETS = ("SS", "NS", "BS")


class BadUpdate(Exception):
    """DynamoDB's ValidationException: an operand that is not there, a path that leads nowhere."""


def there(value: Value | None) -> Value:
    if value is None:
        raise BadUpdate("The provided expression refers to an attribute that does not exist in the item")
    return value


def find(item: Item, path: Path) -> Value | None:
    value: Value | None = item.get(path[0])
    for step in path[1:]:
        value = value["M"].get(step) if value is not None and "M" in value else None
    return value


def with_value(item: Item, path: Path, value: Value) -> Item:
    if len(path) == 1:
        return {**item, path[0]: value}
    inner = item.get(path[0])
    if inner is None or "M" not in inner:
        raise BadUpdate("The document path provided in the update expression is invalid for update")
    return {**item, path[0]: {"M": with_value(inner["M"], path[1:], value)}}


def without(item: Item, path: Path) -> Item:
    first, *rest = path
    if not rest:
        return {name: value for name, value in item.items() if name != first}
    return item | {first: {"M": without(item[first]["M"], tuple(rest))}}


def added(before: Value | None, more: Value) -> Value:
    ((kind, added),) = more.items()
    if kind == "N":
        return {"N": str(Decimal((before or {"N": "0"})["N"]) + Decimal(added))}
    assert kind in SETS, kind
    return {kind: sorted({*(before or {kind: []})[kind], *added})}


def size(value: Value | None) -> Value | None:
    return None if value is None else {"N": str(len(next(iter(value.values()))))}


def contains(value: Value | None, part: Value | None) -> bool:
    if value is None or part is None:
        return False
    ((kind, found),) = value.items()
    ((part_kind, wanted),) = part.items()
    if kind in SETS:
        return kind[0] == part_kind and wanted in found
    if kind == "L":
        return part in found
    return kind == part_kind == "S" and wanted in found


def equal(one: Value | None, other: Value | None) -> bool:
    """Of what is not there nothing is equal to anything."""
    if one is None or other is None:
        return False
    if one == other:
        return True
    ((kind, left),) = one.items()
    ((other_kind, right),) = other.items()
    if kind != other_kind:
        return False
    if kind == "N":
        return Decimal(left) == Decimal(right)
    return kind in SETS and set(left) == set(right)


def ordered(one: Value | None, other: Value | None, sign: str) -> bool:
    if one is None or other is None or one.keys() != other.keys():
        return False
    left: Any
    right: Any
    ((kind, left),) = one.items()
    right = other[kind]
    if kind == "N":
        left, right = Decimal(left), Decimal(right)
    match sign:
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)

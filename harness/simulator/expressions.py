"""DynamoDB's condition, update and key expressions, compiled to functions: the part that the product writes.

Values are in DynamoDB's own form (`{"S": "x"}`). A condition becomes `f(item, values) -> bool`, an update
`f(item, values) -> item` (a new one; stored items are never changed in place). What is not understood raises
AssertionError, so nothing is passed over in silence; test_against_moto.py compares with moto.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

Value = dict[str, Any]
Item = dict[str, Value]
Operand = Callable[[Item, Item], Value | None]
Condition = Callable[[Item, Item], bool]
Path = tuple[str, ...]

_TOKEN = re.compile(r"\s*([#:]?\w+|<>|<=|>=|[=<>(),.+-])")
_CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")
_SETS = ("SS", "NS", "BS")


def condition(expression: str, names: Mapping[str, str] | None) -> Condition:
    return _condition(expression, tuple(sorted((names or {}).items())))


def update(expression: str, names: Mapping[str, str] | None) -> Callable[[Item, Item], Item]:
    return _update(expression, tuple(sorted((names or {}).items())))


@cache
def _condition(expression: str, names: tuple[tuple[str, str], ...]) -> Condition:
    parser = _Parser(expression, dict(names))
    found = parser.either()
    parser.end()
    return found


@cache
def _update(expression: str, names: tuple[tuple[str, str], ...]) -> Callable[[Item, Item], Item]:
    return _Parser(expression, dict(names)).clauses()


class _Parser:
    def __init__(self, expression: str, names: dict[str, str]) -> None:
        self._tokens = _TOKEN.findall(expression)
        assert "".join(self._tokens) == re.sub(r"\s", "", expression), f"not understood: {expression}"
        self._names = names
        self._at = 0

    # conditions

    def either(self) -> Condition:
        sides = [self._both()]
        while self._take("OR"):
            sides.append(self._both())
        return sides[0] if len(sides) == 1 else lambda item, values: any(one(item, values) for one in sides)

    def _both(self) -> Condition:
        sides = [self._negated()]
        while self._take("AND"):
            sides.append(self._negated())
        return sides[0] if len(sides) == 1 else lambda item, values: all(one(item, values) for one in sides)

    def _negated(self) -> Condition:
        if self._take("NOT"):
            inner = self._negated()
            return lambda item, values: not inner(item, values)
        if self._take("("):
            inner = self.either()
            self._expect(")")
            return inner
        return self._test()

    def _test(self) -> Condition:
        if self._peek() in ("attribute_exists", "attribute_not_exists"):
            wanted = self._next() == "attribute_exists"
            path = self._argument_path()
            return lambda item, values: (_find(item, path) is not None) is wanted
        if self._take("contains"):
            self._expect("(")
            path = self._path()
            self._expect(",")
            part = self._operand()
            self._expect(")")
            return lambda item, values: _contains(_find(item, path), part(item, values))
        if self._take("begins_with"):
            self._expect("(")
            path = self._path()
            self._expect(",")
            start = self._operand()
            self._expect(")")
            return lambda item, values: (
                (_find(item, path) or {}).get("S", "").startswith((start(item, values) or {})["S"])
            )
        return self._comparison()

    def _comparison(self) -> Condition:
        left = self._operand()
        if self._take("IN"):
            self._expect("(")
            options = [self._operand()]
            while self._take(","):
                options.append(self._operand())
            self._expect(")")
            return lambda item, values: any(
                _equal(left(item, values), option(item, values)) for option in options
            )
        if self._take("BETWEEN"):
            low = self._operand()
            self._expect("AND")
            high = self._operand()
            return lambda item, values: (
                _ordered(low(item, values), left(item, values), "<=")
                and _ordered(left(item, values), high(item, values), "<=")
            )
        sign = self._next()
        right = self._operand()
        if sign == "=":
            return lambda item, values: _equal(left(item, values), right(item, values))
        if sign == "<>":
            return lambda item, values: not _equal(left(item, values), right(item, values))
        assert sign in ("<", "<=", ">", ">="), sign
        return lambda item, values: _ordered(left(item, values), right(item, values), sign)

    # updates

    def clauses(self) -> Callable[[Item, Item], Item]:
        """Every operand sees the item as it was, whatever the other actions do."""
        actions: list[Callable[[Item, Item, Item], Item]] = []
        while self._peek():
            clause = self._next()
            assert clause in _CLAUSES, clause
            actions.append(self._action(clause))
            while self._take(","):
                actions.append(self._action(clause))

        def apply(item: Item, values: Item) -> Item:
            after = item
            for action in actions:
                after = action(item, after, values)
            return after

        return apply

    def _action(self, clause: str) -> Callable[[Item, Item, Item], Item]:
        path = self._path()
        if clause == "REMOVE":
            return lambda before, after, values: _without(after, path)
        if clause == "SET":
            self._expect("=")
            value = self._sum()
            return lambda before, after, values: _with(after, path, _there(value(before, values)))
        operand = self._operand()
        assert clause == "ADD", clause
        return lambda before, after, values: _with(
            after, path, _added(_find(before, path), _there(operand(before, values)))
        )

    def _sum(self) -> Operand:
        left = self._operand()
        sign = self._peek()
        if sign not in ("+", "-"):
            return left
        self._next()
        right = self._operand()
        factor = 1 if sign == "+" else -1

        def total(item: Item, values: Item) -> Value:
            first, second = _there(left(item, values)), _there(right(item, values))
            return {"N": str(Decimal(first["N"]) + factor * Decimal(second["N"]))}

        return total

    # operands

    def _operand(self) -> Operand:
        token = self._peek()
        if token.startswith(":"):
            self._next()
            return lambda item, values: values[token]
        if token == "if_not_exists":
            self._next()
            self._expect("(")
            path = self._path()
            self._expect(",")
            other = self._operand()
            self._expect(")")
            return lambda item, values: _find(item, path) or other(item, values)
        if token == "list_append":
            self._next()
            self._expect("(")
            first = self._operand()
            self._expect(",")
            second = self._operand()
            self._expect(")")
            return lambda item, values: {
                "L": _there(first(item, values))["L"] + _there(second(item, values))["L"]
            }
        if token == "size":
            self._next()
            path = self._argument_path()
            return lambda item, values: _size(_find(item, path))
        path = self._path()
        return lambda item, values: _find(item, path)

    def _argument_path(self) -> Path:
        self._expect("(")
        path = self._path()
        self._expect(")")
        return path

    def _path(self) -> Path:
        steps = [self._name()]
        while self._take("."):
            steps.append(self._name())
        return tuple(steps)

    def _name(self) -> str:
        token = self._next()
        return str(self._names[token]) if token.startswith("#") else token

    # tokens

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        self._at += 1
        return str(self._tokens[self._at - 1])

    def _take(self, token: str) -> bool:
        if self._peek() != token:
            return False
        self._at += 1
        return True

    def _expect(self, token: str) -> None:
        assert self._take(token), f"{token} expected, {self._peek()} found"

    def end(self) -> None:
        assert not self._peek(), f"left over: {self._peek()}"


class BadUpdate(Exception):
    """DynamoDB's ValidationException: an operand that is not there, a path that leads nowhere."""


def _there(value: Value | None) -> Value:
    if value is None:
        raise BadUpdate("The provided expression refers to an attribute that does not exist in the item")
    return value


def _find(item: Item, path: Path) -> Value | None:
    value: Value | None = item.get(path[0])
    for step in path[1:]:
        value = value["M"].get(step) if value is not None and "M" in value else None
    return value


def _with(item: Item, path: Path, value: Value) -> Item:
    if len(path) == 1:
        return {**item, path[0]: value}
    inner = item.get(path[0])
    if inner is None or "M" not in inner:
        raise BadUpdate("The document path provided in the update expression is invalid for update")
    return {**item, path[0]: {"M": _with(inner["M"], path[1:], value)}}


def _without(item: Item, path: Path) -> Item:
    first, *rest = path
    if not rest:
        return {name: value for name, value in item.items() if name != first}
    return item | {first: {"M": _without(item[first]["M"], tuple(rest))}}


def _added(before: Value | None, more: Value) -> Value:
    ((kind, added),) = more.items()
    if kind == "N":
        return {"N": str(Decimal((before or {"N": "0"})["N"]) + Decimal(added))}
    assert kind in _SETS, kind
    return {kind: sorted({*(before or {kind: []})[kind], *added})}


def _size(value: Value | None) -> Value | None:
    return None if value is None else {"N": str(len(next(iter(value.values()))))}


def _contains(value: Value | None, part: Value | None) -> bool:
    if value is None or part is None:
        return False
    ((kind, found),) = value.items()
    ((part_kind, wanted),) = part.items()
    if kind in _SETS:
        return kind[0] == part_kind and wanted in found
    if kind == "L":
        return part in found
    return kind == part_kind == "S" and wanted in found


def _equal(one: Value | None, other: Value | None) -> bool:
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
    return kind in _SETS and set(left) == set(right)


def _ordered(one: Value | None, other: Value | None, sign: str) -> bool:
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

"""DynamoDB's condition, update and key expressions, compiled to functions: the part that the product writes.

Values are in DynamoDB's own form (`{"S": "x"}`). A condition becomes `f(item, values) -> bool`, an update
`f(item, values) -> item` (a new one; stored items are never changed in place). What is not understood raises
AssertionError, so nothing is passed over in silence; test_against_moto.py compares with moto.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache

from harness.simulator.values import (
    Item,
    Path,
    Value,
    added,
    contains,
    equal,
    find,
    ordered,
    size,
    there,
    with_value,
    without,
)

Operand = Callable[[Item, Item], Value | None]
Condition = Callable[[Item, Item], bool]

_TOKEN = re.compile(r"\s*([#:]?\w+|<>|<=|>=|[=<>(),.+-])")
_CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")


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
            return lambda item, values: (find(item, path) is not None) is wanted
        if self._take("contains"):
            self._expect("(")
            path = self._path()
            self._expect(",")
            part = self._operand()
            self._expect(")")
            return lambda item, values: contains(find(item, path), part(item, values))
        if self._take("begins_with"):
            self._expect("(")
            path = self._path()
            self._expect(",")
            start = self._operand()
            self._expect(")")
            return lambda item, values: (
                (find(item, path) or {}).get("S", "").startswith((start(item, values) or {})["S"])
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
                equal(left(item, values), option(item, values)) for option in options
            )
        if self._take("BETWEEN"):
            least = self._operand()
            self._expect("AND")
            most = self._operand()
            return lambda item, values: (
                ordered(left(item, values), least(item, values), ">=")
                and ordered(left(item, values), most(item, values), "<=")
            )
        sign = self._next()
        right = self._operand()
        if sign == "=":
            return lambda item, values: equal(left(item, values), right(item, values))
        if sign == "<>":
            return lambda item, values: not equal(left(item, values), right(item, values))
        assert sign in ("<", "<=", ">", ">="), sign
        return lambda item, values: ordered(left(item, values), right(item, values), sign)

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
            return lambda before, after, values: without(after, path)
        if clause == "SET":
            self._expect("=")
            value = self._sum()
            return lambda before, after, values: with_value(after, path, there(value(before, values)))
        operand = self._operand()
        assert clause == "ADD", clause
        return lambda before, after, values: with_value(
            after, path, added(find(before, path), there(operand(before, values)))
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
            first, second = there(left(item, values)), there(right(item, values))
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
            return lambda item, values: find(item, path) or other(item, values)
        if token == "list_append":
            self._next()
            self._expect("(")
            first = self._operand()
            self._expect(",")
            second = self._operand()
            self._expect(")")
            return lambda item, values: {
                "L": there(first(item, values))["L"] + there(second(item, values))["L"]
            }
        if token == "size":
            self._next()
            path = self._argument_path()
            return lambda item, values: size(find(item, path))
        path = self._path()
        return lambda item, values: find(item, path)

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

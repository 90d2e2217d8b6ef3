"""CloudWatch's metric math and statistics, as far as our alarms use them. None is a value that is missing."""

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Value = float | None

_OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}
_TRIMMED_COUNT = re.compile(r"TC\((\d+)?:(\d+)?\)")


def compute(expression: str, values: Mapping[str, Value]) -> Value:
    """Raises ValueError for what is not understood here."""
    return _value(ast.parse(expression, mode="eval").body, values)


def _value(node: ast.AST, values: Mapping[str, Value]) -> Value:
    match node:
        case ast.Constant(value=float() | int() as number):
            return float(number)
        case ast.Name(id=name):
            return values[name]
        case (
            ast.BinOp(left=left, op=done, right=right)
            | ast.Compare(left=left, ops=[done], comparators=[right])
        ):
            return _both(done, _value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id="FILL"), args=[filled, instead]):
            found = _value(filled, values)
            return _value(instead, values) if found is None else found
        case ast.Call(func=ast.Name(id="IF"), args=[asked, then, otherwise]):
            return _value(then if _value(asked, values) else otherwise, values)
    raise ValueError(f"metric math of another form: {ast.unparse(node)}")


def _both(done: ast.AST, left: Value, right: Value) -> Value:
    if left is None or right is None or (isinstance(done, ast.Div) and right == 0):
        return None
    return float(_OPERATORS[type(done)](left, right))


def statistic(name: str, values: Sequence[float]) -> Value:
    """Of what was measured in a period; None if nothing was. Raises ValueError as above."""
    if not values:
        return None
    known: dict[str, Callable[[Sequence[float]], Any]] = {"Sum": sum, "Maximum": max, "SampleCount": len}
    if name in known:
        return float(known[name](values))
    bounds = _TRIMMED_COUNT.fullmatch(name)
    if bounds is None:
        raise ValueError(f"a statistic of another form: {name}")
    least = float(bounds[1] or "-inf")
    most = float(bounds[2] or "inf")
    return float(sum(least < one <= most for one in values))

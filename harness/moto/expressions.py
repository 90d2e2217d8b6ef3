"""DynamoDB's expressions in moto 5.2.5, each read once: moto takes the same few texts apart for every call.

What a call comes to is worked out each time, on a copy of what was read.
"""

import pickle
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing import validators
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser  # type: ignore[attr-defined]
from moto.dynamodb.parsing.expressions import UpdateExpressionParser  # type: ignore[attr-defined]


@contextmanager
def read_once() -> Iterator[None]:
    with ExitStack() as stack:
        for change in (
            wrapped(ConditionExpressionParser, "_lex_condition_expression", _by_expression),
            wrapped(DepthFirstTraverser, "nodes_to_be_processed", _by_class),
            wrapped(UpdateExpressionParser, "make", cache),
            patch.object(validators, "deepcopy", copied),
        ):
            stack.enter_context(change)
        yield


def wrapped(owner: Any, name: str, wrap: Callable[[Any], Any]) -> Any:
    """A patch: what stands there under this name, wrapped."""
    return patch.object(owner, name, wrap(getattr(owner, name)))


def copied(thing: Any) -> Any:
    """Faster than copy.deepcopy."""
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 - its own words


def _by_expression(lex: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The words of a condition: tuples, in a deque that the parser empties."""
    known: dict[str, Any] = {}

    def words(parser: Any) -> Any:
        expression = parser.condition_expression
        if expression not in known:
            known[expression] = tuple(lex(parser))
        return deque(known[expression])

    return words


def _by_class(nodes: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The kinds of nodes that a traverser processes; moto asks at each node of each expression."""
    known: dict[type, Any] = {}

    def kinds(traverser: Any) -> Any:
        kind = type(traverser)
        if kind not in known:
            known[kind] = nodes(traverser)
        return known[kind]

    return kinds

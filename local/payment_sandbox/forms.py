"""Stripe's form encoding: `a[b]=c` is {"a": {"b": "c"}}, `a[0]=x` and `a[]=x` are {"a": {"0": "x"}}."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from local.payment_sandbox.errors import invalid_request

_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\]){0,5})")
_MAX_FIELDS = 1000

Tree = dict[str, Any]


def parse_form(body: bytes) -> Tree:
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise invalid_request("Invalid request: the body is no UTF-8 form of at most 1000 fields.") from error
    return nest(pairs)


def nest(pairs: Iterable[tuple[str, str]]) -> Tree:
    tree: Tree = {}
    for name, value in pairs:
        match = _KEY.fullmatch(name)
        if match is None:
            raise invalid_request(f"Invalid parameter name: {name[:100]}", param=name[:100])
        _put(tree, [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])], value, name)
    return tree


def _put(tree: Tree, path: list[str], value: str, name: str) -> None:
    for step in path[:-1]:
        inner = tree.setdefault(_step(tree, step), {})
        if not isinstance(inner, dict):
            raise invalid_request(f"Invalid parameter: {name} is given both as a value and as an object.")
        tree = inner
    tree[_step(tree, path[-1])] = value


def _step(tree: Tree, step: str) -> str:
    return step if step else str(len(tree))

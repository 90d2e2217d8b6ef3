"""An idempotency key is what was sent, and nothing that only looks like it."""

import ast
from types import SimpleNamespace
from typing import Any, cast

import pytest

from functions.shared import api
from tests.infra.outside_clients import sources


@pytest.mark.parametrize("key", ["Key", "key", "KEY", "Ke y", " Key", "Key "])
def test_an_idempotency_key_is_taken_as_it_was_sent(key: str) -> None:
    app = SimpleNamespace(current_event=SimpleNamespace(resolved_headers_field={"idempotency-key": [key]}))
    assert api.idempotency_key(cast(Any, app)) == key


def test_the_header_of_keys_is_read_in_one_place() -> None:
    reading = [
        file
        for file, tree in sources("functions")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and any(_names_the_header(one) for one in node.args)
    ]
    assert reading == ["functions/shared/api.py"]


def _names_the_header(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).lower() == "idempotency-key"

"""Whether an answer, or a message, is one that the served documents promise."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from contract.__main__ import SERVED, SERVED_MESSAGES
from contract.asyncapi import EDGE
from contract.openapi import TO_BE_REPEATED


def check(method: str, path: str, status: int, content_type: str, body: str) -> None:
    """`path` as called, without `/api` and query. Raises AssertionError naming what the document does not
    promise. Calls that it does not know may only be answered 404, but for preflights: they are browsers'."""
    if method == "OPTIONS" and (status, body) == (204, ""):
        return
    operation = _operation(method.lower(), path.rstrip("/"))
    if operation is None:
        assert status == 404, f"{method} {path} is not in the document and answered {status}"
        return
    assert str(status) in operation["responses"], f"{method} {path} answered {status}: {body[:300]}"
    content = operation["responses"][str(status)]["content"]
    media = content_type.partition(";")[0].strip()
    assert media in content, f"{method} {path} answered {status} as {media}"
    found = [error.message for error in _validator(content[media]["schema"]).iter_errors(json.loads(body))]
    assert not found, f"{method} {path} answered {status} with {found[:3]}: {body[:300]}"


def check_says_when_to_repeat(status: int, headers: Mapping[str, str]) -> None:
    """Raises AssertionError where an answer is to be repeated and does not say after how many seconds."""
    if status in TO_BE_REPEATED:
        found = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
        assert found.isdigit(), f"{status} without a Retry-After in seconds: {found!r}"
        assert int(found) > 0, f"{status} with Retry-After: {found}"


def check_message(message: Any, *, sent: bool = False) -> None:
    """Whether the served AsyncAPI document has such a message: of the shop's, or one that a client `sent`."""
    document, kind = _messages(), message.get("type", EDGE)
    operation = document["operations"]["hear" if sent else "tell"]
    names = [one["$ref"].rpartition("/")[2] for one in operation["messages"]]
    (name,) = [one for one in names if document["components"]["messages"][one]["name"] == kind]
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    found = [error.message for error in Draft202012Validator(schema).iter_errors(message)]
    assert not found, f"{name}: {found[:3]}"


@cache
def _messages() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SERVED_MESSAGES.read_text())
    return document


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SERVED.read_text())
    return document


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema | {"components": _document()["components"]})


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for template, operations in _document()["paths"].items():
        pattern = re.sub(r"\{\w+\}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method in operations:
            operation: dict[str, Any] = operations[method]
            return operation
    return None

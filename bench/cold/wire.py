"""What was asked of AWS or of the payment provider, named so that a repeat is known again, and the answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

PROVIDER = "provider"


@dataclass(frozen=True)
class Answered:
    """`asked` names the question; the answer as it came over the wire."""

    asked: str
    status: int
    headers: dict[str, str]
    body: bytes


def asked(method: str, headers: Mapping[str, str], body: bytes, path: str) -> str:
    """The operation and, if there is one, the table: what else is in a question may differ from run to run
    (times, random ids). Services without `X-Amz-Target` are told apart by method and the path's beginning."""
    found = {name.lower(): _text(value) for name, value in headers.items()}
    target = found.get("x-amz-target")
    if target is None:
        return f"{method} {path.strip('/').partition('/')[0]}" if path.startswith("/20") else method
    table = json.loads(body or b"{}").get("TableName", "")
    return f"{target} {table}".strip()


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value

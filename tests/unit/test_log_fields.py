"""What may be logged and counted, field by field: also in lines that no test comes to."""

import ast
from collections.abc import Iterator

from tests.infra.outside_clients import sources
from tests.unit.test_secret_fields import HIDDEN

LEVELS = ("debug", "info", "warning", "error", "exception", "critical", "log")
IDS = {
    *("order_id", "return_id", "intent_id", "event_id", "message_id"),
    *("execution", "subject", "stock", "sku", "job_id", "conversation", "item", "dispute_id"),
}
WORDS = {"outcome", "kind", "circuit", "decided", "mismatch", "step", "event_type", "why", "undone", "state"}
"""Ours: of a few."""
NUMBERS = {
    *("events", "orders", "records", "failed", "part", "more", "parts"),
    *("age_seconds", "ms", "our_amount", "provider_amount", "amount", "taken"),
}
ERRORS = {"error"}
"""By class and place (functions/shared/items.py), by a service's code, or without what it quotes."""
FIELDS = IDS | WORDS | NUMBERS | ERRORS

DIMENSIONS = {"kind", "to", "decided", "reason", "outcome", "mismatch", "why", "state"}
"""Each of a few words of ours: a metric is paid for by each."""

SECRET = HIDDEN.keys() | {"recipient", "callback_id", "body"}
"""Names of what no line may hold under any name."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every line that is logged, key that is appended, and count that is made, with its place."""
    for file, tree in sources("functions"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _tells(ast.unparse(node.func)):
                yield f"{file}:{node.lineno}", node


def _tells(name: str) -> bool:
    logs = {f"logger.{one}" for one in (*LEVELS, "append_keys")} | {"log", "count"}
    return name.removeprefix("observe.") in logs


def fields(call: ast.Call) -> Iterator[tuple[str, ast.expr | None]]:
    for word in call.keywords:
        if word.arg != "extra":
            yield word.arg or "**", word.value
            continue
        for node in ast.walk(word.value):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    yield (str(key.value), value) if isinstance(key, ast.Constant) else ("**", value)


def test_only_fields_that_are_known_are_logged_and_counted() -> None:
    unknown = [
        f"{place} {name}"
        for place, call in calls()
        for name, _ in fields(call)
        if name not in (DIMENSIONS if ast.unparse(call.func).endswith("count") else FIELDS) and name != "**"
    ]
    assert not unknown, f"say in FIELDS (or DIMENSIONS) what it holds: {unknown}"


def test_no_field_is_known_that_nobody_logs() -> None:
    named = {name for _, call in calls() for name, _ in fields(call)}
    assert named >= FIELDS | DIMENSIONS


def test_no_line_is_given_what_is_secret_or_personal() -> None:
    told = [
        f"{place}: {ast.unparse(node)}"
        for place, call in calls()
        for given in (*call.args, *(value for _, value in fields(call) if value))
        for node in ast.walk(given)
        if (isinstance(node, ast.Name) and node.id in SECRET)
        or (isinstance(node, ast.Attribute) and node.attr in SECRET)
    ]
    assert not told


def test_a_lines_words_are_always_the_same() -> None:
    """What changes stands in fields, which are known; it can be searched for, too."""
    composed = [
        place
        for place, call in calls()
        for first in call.args[:1]
        if isinstance(first, ast.JoinedStr | ast.BinOp | ast.Call)
    ]
    assert not composed

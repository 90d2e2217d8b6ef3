"""Checks of single values in a file of JSON: each takes a node and gives its plain value, or raises Wrong."""

import re
from typing import Any

from ops.located_json import Node, Wrong

SHOWN = 60
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def fields(
    node: Node, what: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Node]:
    """An object with all of the required names, perhaps some optional ones, and no other."""
    found = mapping(node, what)
    for name, value in found.items():
        if name not in required + optional:
            raise Wrong(
                value.line, f"{what} has no field {shown(name)}; it has {', '.join(required + optional)}"
            )
    for name in required:
        if name not in found:
            raise Wrong(node.line, f"{what} lacks {name!r}")
    return found


def mapping(node: Node, what: str) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        raise Wrong(node.line, f"{what}: an object, not {kind(node.value)}")
    return node.value


def sequence(node: Node, what: str) -> list[Node]:
    if not isinstance(node.value, list):
        raise Wrong(node.line, f"{what}: a list, not {kind(node.value)}")
    return node.value


def whole_number(node: Node, what: str, most: int) -> int:
    """From 0 to `most`; neither 8.0 nor true will do."""
    if type(node.value) is not int or not 0 <= node.value <= most:
        raise Wrong(node.line, f"{what}: a whole number from 0 to {most}, not {kind(node.value)}")
    return node.value


def flag(node: Node, what: str) -> bool:
    if not isinstance(node.value, bool):
        raise Wrong(node.line, f"{what}: true or false, not {kind(node.value)}")
    return node.value


def line_of_text(node: Node, what: str, longest: int, *, empty: bool = False) -> str:
    if not isinstance(node.value, str):
        raise Wrong(node.line, f"{what}: text, not {kind(node.value)}")
    check_text(node.value, node.line, what, longest, empty=empty)
    return node.value


def named(node: Node, what: str, form: re.Pattern[str], letters: str) -> str:
    """A name of this `form`: at most 32 `letters` ('capital letters'), digits and dashes."""
    if not isinstance(node.value, str) or not form.fullmatch(node.value):
        raise Wrong(
            node.line,
            f"{what}: at most 32 {letters}, digits and dashes, no dash first; not {shown(node.value)}",
        )
    return node.value


def check_text(text: str, line: int, what: str, longest: int, *, empty: bool = False) -> None:
    if not text and not empty:
        raise Wrong(line, f"{what}: empty")
    if len(text) > longest:
        raise Wrong(line, f"{what}: {len(text)} characters; at most {longest}")
    if text != text.strip():
        raise Wrong(line, f"{what}: begins or ends with a blank")
    if control := _CONTROL.search(text):
        raise Wrong(line, f"{what}: holds the character U+{ord(control[0]):04X}")


def kind(value: Any) -> str:
    """How a refusal names a wrong value."""
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return shown(value)


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."

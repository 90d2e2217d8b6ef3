"""The pages' drawings can be drawn.

Mermaid shows an error in place of a drawing with a line that it cannot read. Ours keep to a part of its
language that is read here; what else it would draw fails, too.
"""

import re
from collections.abc import Iterator

import pytest

from tests.fences import fences
from tests.infra.test_docs_paths import PAGES, ROOT

NAME = r"(?!end\b)[A-Za-z]+"
LABEL = r"[^][(){}\"|\\\n]+"
BRACKETS = ("[", "]"), ("([", "])"), ("[(", ")]"), ("[/", "/]"), ("{", "}"), ("{{", "}}")
SHAPE = "|".join(re.escape(begin) + LABEL + re.escape(end) for begin, end in BRACKETS)
NODE = rf"{NAME}(?:{SHAPE})?"
NODES = rf"{NODE}(?: & {NODE})*"
SAID = r"(?:\"[^\"]+\"|\w+(?:[ -]\w+|, \w+)*)"
ARROW = rf"(?:-->|<-->|-\.-|-- {SAID} --[>x])"
STATE = rf"(?:\[\*\]|{NAME})"
LINES = {
    "flowchart LR": re.compile(rf"  {NODES}(?: {ARROW} {NODES})+"),
    "flowchart TD": re.compile(rf"  {NODES}(?: {ARROW} {NODES})+"),
    "stateDiagram-v2": re.compile(rf"  {STATE} --> {STATE}(?:: [^:;#]+)?"),
}
"""What a line may be, by the drawing's first."""


def drawings() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        found = [one.text for one in fences(page.read_text()) if one.info == "mermaid"]
        for number, text in enumerate(found, 1):
            yield f"{page.relative_to(ROOT)}, {number}", text


def unreadable(drawing: str) -> list[str]:
    first, *lines = drawing.splitlines()
    if first not in LINES:
        return [first]
    return [line for line in lines if not LINES[first].fullmatch(line)]


@pytest.mark.parametrize("drawing", [pytest.param(text, id=name) for name, text in drawings()])
def test_a_drawing_can_be_drawn(drawing: str) -> None:
    assert unreadable(drawing) == []


@pytest.mark.parametrize(
    "line",
    [
        "  table[orders (all)] --> page",
        '  order -- "paid --> parcel',
        "  order([order) --> parcel",
        "  order[[order] --> parcel",
        "  order --> end",
        "  order -> parcel",
        "  order --> parcel &",
        "  order -- paid -- parcel",
        "  order[a | b] --> parcel",
    ],
)
def test_what_cannot_be_drawn_is_seen(line: str) -> None:
    assert unreadable(f"flowchart LR\n{line}\n") == [line]


def test_a_drawing_of_another_kind_is_seen() -> None:
    assert unreadable("flowchat LR\n  order --> parcel\n") == ["flowchat LR"]

"""The runbook's table of violations against the sentences that the audit can say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAD = "| a violation that begins with |"
FROM_ELSEWHERE = {"unreadable"}
"""Said by ops/doubt.py."""


def said() -> set[str]:
    """How each sentence begins that ops/promises*.py yield, up to the first name or number."""
    found = {text for path in ROOT.glob("ops/promises*.py") for text in _yielded(path)}
    return {text.split(":")[0].strip() for text in found}


def _yielded(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr):
            first = node.value.values[0]
            assert isinstance(first, ast.Constant), f"{path}:{node.lineno} begins with a name"
            yield str(first.value)


def told() -> set[str]:
    """What the first column of the table names."""
    _, _, table = (ROOT / "docs/runbook.md").read_text().partition(HEAD)
    rows = table.split("\n\n")[0].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_every_violation_has_a_row_that_says_what_to_do_and_no_row_is_of_none() -> None:
    assert len(said()) > 30
    assert said() == told() - FROM_ELSEWHERE

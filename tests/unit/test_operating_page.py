"""docs/operating.md tells every command that changes something, every call that does, and where the work is
done."""

import re

from contract.every_call import CALLS
from harness.template import ROOT
from tests.interleavings.commands import ASKS_ONLY, names

PAGE = (ROOT / "docs" / "operating.md").read_text()
ROWS = re.findall(r"^\| (`[\w-]+`|-) \| ([^|]+) \| `((?:functions|ops)/[\w/]+\.py)` \|$", PAGE, re.MULTILINE)


def test_every_command_that_changes_something_is_told() -> None:
    assert {command.strip("`") for command, _, _ in ROWS} - {"-"} == names() - ASKS_ONLY


def test_every_call_by_which_operators_change_something_is_told() -> None:
    told = {call for _, calls, _ in ROWS for call in re.findall(r"[A-Z]+ /[^,\s]+", calls)}
    ours = {f"{one.method.upper()} {one.path}" for one in CALLS if one.path.startswith("/ops/")}
    assert told == {call for call in ours if not call.startswith("GET ")}


def test_every_use_case_is_there() -> None:
    assert [path for _, _, path in ROWS if not (ROOT / path).exists()] == []

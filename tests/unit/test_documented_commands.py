"""Whoever types a command as a page has it is not refused for what stands there."""

import re
import shlex
from pathlib import Path

import pytest

from functions.shared import ids
from harness.template import ROOT
from ops.__main__ import parser
from ops.amounts import minor_units
from ops.migrate import MIGRATIONS

_COMMAND = re.compile(r"python -m ops ([^`\n]+)")
_END = re.compile(r"\s(?:\|\||&&|\||>)\s.*")
"""What is the shell's, and not the command's."""
ORDER = ids.order_id("own_a", "key")
MEANT = {
    "ord_...": ORDER,
    "$ORDER": ORDER,
    "ret_...": ids.return_id(ORDER, "asked"),
    "own_...": ids.new_owner(),
    "OWNER": ids.new_owner(),
    "ORDER": ORDER,
    "re_...": "re_1",
    "NAME": min(MIGRATIONS),
}
"""What stands for something of one's own, and something that it may stand for."""
FILES = {
    "load-catalog": (ROOT / "local/menu.json").read_text(),
    "load-shop": (ROOT / "local/shop.json").read_text(),
    "load-mail-texts": '{"texts": {"hello": "Dear reader,"}}',
}
"""What the file that a command names may hold."""
NO_COMMAND = ("...", "--help")


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands() -> list[str]:
    """As they stand in the pages, each once."""
    found = {line.strip() for page in pages() for line in _COMMAND.findall(page.read_text())}
    return sorted(line for line in found if line not in NO_COMMAND)


def arguments(command: str, folder: Path) -> list[str]:
    """With a file in `folder` where one is named."""
    said = [MEANT.get(one, one) for one in shlex.split(_END.sub("", command), comments=True)]
    name = next(one for one in said if one != "--aws")
    if name in FILES:
        at = said.index(name) + 1
        (folder / "file.json").write_text(FILES[name])
        said[at] = str(folder / "file.json")
    return said


@pytest.mark.parametrize("command", commands())
def test_a_command_that_a_page_has_is_one_that_can_be_typed(command: str, tmp_path: Path) -> None:
    options = parser().parse_args(arguments(command, tmp_path))
    if "amount" in options:
        assert minor_units(options.amount) > 0

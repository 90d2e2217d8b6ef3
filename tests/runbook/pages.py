"""The runbook's pages, as who is woken reads them: the commands of each of their parts, literally."""

import re
from pathlib import Path

from tests.fences import fences

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "runbook"
LOOK, COMMAND = "First look", "Command"
PARTS = ("Meaning", LOOK, COMMAND, "Wake")


def pages() -> dict[str, Path]:
    """By name, the page of hot paths left out."""
    return {one.stem: one for one in sorted(FOLDER.glob("*.md")) if one.stem != "README"}


def parts(page: Path) -> dict[str, str]:
    """The text under each heading of the second level, by the heading."""
    _, *found = re.split(r"^## (.+)$", page.read_text(), flags=re.MULTILINE)
    return dict(zip(found[::2], found[1::2], strict=True))


def commands(page: Path, part: str) -> list[str]:
    """The lines of the part's blocks of shell, as they stand there."""
    blocks = [one.text for one in fences(parts(page)[part]) if one.info == "sh"]
    return [line for block in blocks for line in block.splitlines() if line]

"""The pages say where things are: every path, module, make target and link in them leads somewhere.

The changelog alone may name what was. A word counts as a path where it begins with a folder of the repository
or, in backticks, ends as a file of ours does; it may leave out the folder of the page, or `functions/`.
"""

import fnmatch
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.fences import fences

ROOT = Path(__file__).resolve().parents[2]
HOME = ".local"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

SUFFIXES = r"(?:py|md|ya?ml|json|mjs|js|html|css|toml|txt|lock)"
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"(?<![\w/.<>{$@~-])\.?[\w*-][\w.*-]*(?:/[\w.*-]+)*/?(?![\w/<{])")
MODULE = re.compile(r"python -m ([a-z_]\w*(?:\.\w+)*)")
TARGET = re.compile(r"(?:^ {4}|`)make (?:[A-Z]+=\S+ )*([a-z][\w-]*)", re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def beginnings() -> set[str]:
    """The files and folders at the top of the repository that are not made by a run or a build."""
    made = {line.strip("/") for line in (ROOT / ".gitignore").read_text().split()}
    return {one.name for one in ROOT.iterdir()} - made - {".git"}


@cache
def names() -> frozenset[str]:
    """The names of all files of the repository."""
    return frozenset(one.name for top in beginnings() for one in [ROOT / top, *(ROOT / top).rglob("*.*")])


def leads_somewhere(path: str, page: Path) -> bool:
    """A name alone is that of any file; a folder with nothing but leftovers of Python in it is none."""
    if "/" not in path:
        return bool(fnmatch.filter(names(), path))
    for home in (ROOT, ROOT / "functions", page.parent):
        for found in [home / path] if "*" not in path else home.glob(path):
            if found.is_file() or any(one.suffix != ".pyc" for one in found.rglob("*.*")):
                return True
    return False


def named_paths(text: str) -> Iterator[str]:
    """What looks like a path of ours: by its beginning, or in backticks by its end."""
    tops = beginnings()
    for found in PATH.findall(text):
        if "/" in found and found.partition("/")[0] in tops:
            yield found.rstrip(".")
    for span in CODE.findall(text):
        for found in PATH.findall(span):
            if re.search(rf"[\w*]\.{SUFFIXES}$", found):
                yield found


def missing_paths(text: str, page: Path) -> set[str]:
    """But for the files that who follows the page writes, and those of a run."""
    written = {info.partition(" ")[2] for info in (one.info for one in fences(text)) if " " in info}
    named = {path for path in named_paths(text) if not path.startswith(f"{HOME}/")}
    return {path for path in named - written if not leads_somewhere(path, page)}


def missing_modules(text: str) -> set[str]:
    ours = (name for name in MODULE.findall(text) if (ROOT / name.partition(".")[0]).is_dir())
    places = {name: ROOT / name.replace(".", "/") for name in ours}
    return {
        name
        for name, place in places.items()
        if not place.with_suffix(".py").is_file() and not (place / "__main__.py").is_file()
    }


def missing_targets(text: str) -> set[str]:
    known = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    return set(TARGET.findall(text)) - known


def anchors(page: Path) -> set[str]:
    """The names under which GitHub offers the headings of a page."""
    titles = (re.sub(r"[^\w -]", "", title.lower()) for title in HEADING.findall(page.read_text()))
    return {title.replace(" ", "-") for title in titles}


def broken_links(text: str, page: Path) -> set[str]:
    broken = set()
    for link in LINK.findall(text):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.add(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text()

    assert missing_paths(text, page) == set()
    assert missing_modules(text) == set()
    assert missing_targets(text) == set()
    assert broken_links(text, page) == set()


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = {page.name for page in folder.glob("[0-9]*.md")}

    assert set(LINK.findall((folder / "README.md").read_text())) == pages


def test_what_is_not_there_is_seen() -> None:
    page = ROOT / "docs" / "architecture.md"
    text = (
        "See infra/nowhere.py, `gone.py`, `order/gone.py`, `functions/nothing/`, `tests/*/none.py` and"
        " [this](gone.md) or [that](#nowhere).\n\n    make nothing\n    python -m ops.nothing\n"
    )
    gone = {"infra/nowhere.py", "gone.py", "order/gone.py", "functions/nothing/", "tests/*/none.py"}

    assert missing_paths(text, page) == gone
    assert broken_links(text, page) == {"gone.md", "#nowhere"}
    assert (missing_targets(text), missing_modules(text)) == ({"nothing"}, {"ops.nothing"})


def test_what_is_there_is_found() -> None:
    page = ROOT / "docs" / "architecture.md"
    text = (
        "`functions/order/keys.py:TABLE`, `order/keys.py`, `keys.py`, `runbook.md`,"
        " `statemachines/*.asl.yaml`, `.ci/run`, infra/stacks, [a](runbook.md#dead-letters),"
        " `.local/outbox`, `api_<resource>.py`\n\n"
        "    make test PARTS=tests/unit\n    python -m bench.imports\n    python -m pytest\n"
    )

    assert missing_paths(text, page) == set()
    assert (missing_targets(text), missing_modules(text), broken_links(text, page)) == (set(), set(), set())
    assert {"functions/order/keys.py", "keys.py", ".ci/run", "infra/stacks"} <= set(named_paths(text))

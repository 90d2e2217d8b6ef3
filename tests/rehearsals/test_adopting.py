"""docs/adopting.md, followed literally: from a clone to a florist's that sells, packs, mails and is paid."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.settings import ROOT
from tests.fences import fences
from tests.rehearsals.follower import Follower, unsaid

PAGE = (ROOT / "docs" / "adopting.md").read_text()
LINKED = (".venv", "node_modules", "web/node_modules")
"""What `make` would install anew, as in any clone; here it is there."""
BUILT = "web/dist"
LONG_AGO = 946_684_800
OWN = "shop"


def free_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """All files of the repository, older than what is installed and built."""
    folder = tmp_path / "paidonce"
    command = ["/usr/bin/env", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
            os.utime(folder / name, (LONG_AGO, LONG_AGO))
    for name in LINKED:
        (folder / name).symlink_to((ROOT / name).resolve())
    shutil.copytree(ROOT / BUILT, folder / BUILT)
    return folder


@pytest.fixture
def follower(clone: Path) -> Iterator[Follower]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MAKE"))}
    port, pages = free_port(), free_port()
    environment = known | {"PORT": port, "PYTHONUNBUFFERED": "1"}
    environment.pop("PAIDONCE_HOME", None)
    follower = Follower(clone, {"8000": port, "8100": pages}, environment)
    yield follower
    follower.stop()


def walk() -> str:
    return PAGE.split("\n## The walk\n")[1].split("\n## ")[0]


def test_the_walk_ends_with_an_order_that_is_paid_handed_over_and_audited(follower: Follower) -> None:
    follower.follow(fences(walk()))


def test_a_shop_of_its_own_changes_no_line_of_the_product() -> None:
    files = [one.info.split()[1] for one in fences(walk()) if " " in one.info and "&" not in one.info]

    assert len(files) == 4
    assert {Path(name).parts[0] for name in files} == {OWN}
    assert not (ROOT / OWN).exists()


def test_whatever_is_typed_is_held_against_what_the_page_says_of_it() -> None:
    told = [one.info for one in fences(walk()) if one.info.startswith("sh") or one.info == "output"]

    assert [one for one in told if one == "output"] == told[1::2]
    assert "output" not in told[::2]


@pytest.mark.parametrize(
    ("expected", "said", "missing"),
    [
        ("one\nthree\n", "one\ntwo\nthree\n", None),
        ("three\none\n", "one\ntwo\nthree\n", "one"),
        ("ord_...\n", "ord_abc\n", None),
        ("total 4450\n", "total 44500\n", "total 4450"),
        ("a.c\n", "abc\n", "a.c"),
    ],
)
def test_a_line_is_said_as_it_stands_and_in_its_turn(expected: str, said: str, missing: str | None) -> None:
    assert unsaid(expected, said) == missing

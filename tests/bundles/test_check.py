"""A bundle that is not what Lambda needs is refused, with the file that is wrong."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.bundles import check
from infra.bundles.build import code_bundle, ready
from infra.bundles.check import check_code
from infra.bundles.target import ELF_AARCH64, LAMBDA

ELF_X86_64 = 62
MONEY = "functions/shared/money.py"
OF_ANOTHER_PYTHON = "fast.cpython-311-aarch64-linux-gnu.so"
PYC = f"functions/shared/__pycache__/money.{LAMBDA.tag}.pyc"


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of the code as shipped, to break."""
    return Path(shutil.copytree(ready(code_bundle()), tmp_path / "code"))


def library(machine: int) -> bytes:
    """As much of a compiled library as is looked at."""
    return b"\x7fELF".ljust(18, b"\0") + bytes([machine, 0])


def flip(path: Path, at: int, value: bytes) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:at] + value + content[at + len(value) :])


Break = Callable[[Path], Any]
BREAKS: list[tuple[str, Break]] = [
    (f"{MONEY}: not compiled", lambda code: (code / PYC).unlink()),
    (f"{MONEY}: changed since it was compiled", lambda code: (code / MONEY).write_text("CENTS = 1\n")),
    (f"{MONEY}: compiled by another Python", lambda code: flip(code / PYC, 0, b"\xa7\x0d")),
    (f"{MONEY}: its .pyc would be compared", lambda code: flip(code / PYC, 4, b"\x03")),
    (f"{MONEY}: its .pyc would be compared", lambda code: flip(code / PYC, 4, b"\x00")),
    (
        "functions/shared/__pycache__/money.cpython-311.pyc: belongs to no source",
        lambda code: shutil.copy(code / PYC, code / PYC.replace(LAMBDA.tag, "cpython-311")),
    ),
    (
        "functions/shared/__pycache__/gone.cpython-314.pyc: belongs to no source",
        lambda code: shutil.copy(code / PYC, code / PYC.replace("money", "gone")),
    ),
    (
        "functions/fast.so: for another machine",
        lambda code: (code / "functions/fast.so").write_bytes(library(ELF_X86_64)),
    ),
    (
        f"functions/{OF_ANOTHER_PYTHON}: for another Python",
        lambda code: (code / "functions" / OF_ANOTHER_PYTHON).write_bytes(library(ELF_AARCH64)),
    ),
]


@pytest.mark.parametrize(("message", "broken"), BREAKS)
def test_a_broken_bundle_is_named_with_its_place(code: Path, message: str, broken: Break) -> None:
    assert check_code(code, LAMBDA) == []

    broken(code)

    (problem,) = check_code(code, LAMBDA)
    assert problem.startswith(message)


def test_a_bundle_over_its_limit_is_refused(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "CODE_LIMIT", 1000)

    (problem,) = check_code(code, LAMBDA)

    assert problem.startswith("code: ")
    assert "over its limit" in problem

"""The gate finds a second Python where one works, and says nothing where none does."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / ".ci" / "second-python"
WORKS, LEADS_NOWHERE = 0, 127


def python(path: Path, status: int = WORKS) -> Path:
    """A command that ends as a Python would that works, or does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The only folder of the PATH, beside those that bash itself is in."""
    folder = tmp_path / "path"
    folder.mkdir()
    (folder / "bash").symlink_to("/bin/bash")
    return folder


@pytest.fixture
def pyenv(tmp_path: Path) -> Path:
    return tmp_path / "pyenv"


def second(first: str, path: Path, pyenv: Path) -> str:
    environment = {"PATH": str(path), "PYENV_ROOT": str(pyenv)}
    done = subprocess.run(
        [str(SCRIPT), first], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_newest_other_version_on_the_path_is_taken(path: Path, pyenv: Path) -> None:
    for version in ("3.10", "3.11", "3.12", "3.13"):
        python(path / f"python{version}")

    assert second("3.11", path, pyenv) == "3.13 python3.13"
    assert second("3.13", path, pyenv) == "3.12 python3.12"


def test_a_signpost_that_leads_nowhere_is_passed_over_for_pyenvs_own(path: Path, pyenv: Path) -> None:
    python(path / "python3.13", LEADS_NOWHERE)
    kept = python(pyenv / "versions" / "3.13.0" / "bin" / "python")

    assert second("3.11", path, pyenv) == f"3.13 {kept}"


def test_the_first_version_alone_is_no_second(path: Path, pyenv: Path) -> None:
    python(path / "python3.11")
    python(path / "python3.13", LEADS_NOWHERE)
    python(pyenv / "versions" / "3.10.13" / "bin" / "python")

    assert second("3.11", path, pyenv) == ""


def test_a_patch_release_of_the_first_version_is_no_second(path: Path, pyenv: Path) -> None:
    python(pyenv / "versions" / "3.13.1" / "bin" / "python")

    assert second("3.13", path, pyenv) == ""

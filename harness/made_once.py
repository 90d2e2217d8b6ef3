"""What all processes of a test session read and one of them has to make."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` filled, in whichever process asked first; the others wait for it.

    If it fails, that process is told, and the next one tries again in an empty folder.
    """
    ours = factory.getbasetemp()
    base = ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours
    folder = base / name
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed, or its process is gone
        if not folder.exists():
            unfinished = Path(mkdtemp(prefix=f"{name}-unfinished-", dir=base))
            make(unfinished)
            unfinished.rename(folder)
    return folder

"""Replaces a function of the embedded cloud, after checking that it is still the one that was studied."""

import hashlib
import inspect
from types import ModuleType
from typing import Any

PINNED = "1.5.33"


class PatchMismatch(RuntimeError):
    """What a patch would replace no longer looks as expected."""


def replace(module: ModuleType, name: str, replacement: Any, *, source: str) -> Any:
    """Put `replacement` in place of `module.name` and return the original; raises as `expect` does."""
    original = expect(module, name, source=source)
    setattr(module, name, replacement)
    return original


def expect(module: ModuleType, name: str, *, source: str) -> Any:
    """The function `module.name`, unchanged since it was studied.

    `source` is its `fingerprint`. Raises PatchMismatch if the function is missing or differs, which is what
    an upgrade of MiniStack looks like.
    """
    original = getattr(module, name, None)
    where = f"{module.__name__}.{name}"
    if original is None:
        raise PatchMismatch(f"{where} does not exist; local/aws/patches was written for MiniStack {PINNED}")
    found = fingerprint(original)
    if found != source:
        raise PatchMismatch(
            f"{where} has changed (source {found}, expected {source}); "
            f"local/aws/patches was written for MiniStack {PINNED}: read the new code, then adapt the patch"
        )
    return original


def fingerprint(function: Any) -> str:
    """The first 12 hex digits of the SHA-256 of a function's source text."""
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:12]

"""What happens in another process just before a function of ours is called."""

import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, happens: Callable[[], None]
) -> None:
    """The first time that `module.name` is about to be called, this happens before, in another process."""
    real: Callable[..., Any] = getattr(module, name)
    failures: list[BaseException] = []

    def act() -> None:
        try:
            happens()
        except BaseException as failure:  # noqa: BLE001 - raised where the test can see it
            failures.append(failure)

    def first(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(module, name, real)
        other = threading.Thread(target=act)
        other.start()
        other.join(20)
        assert not other.is_alive()
        assert not failures, failures
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, first)

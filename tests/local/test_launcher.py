"""A run is started again as a whole when it is asked to, and ends when it is asked to."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local import launcher
from local.children import Family
from local.launcher import Options, run

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1)


@pytest.fixture(autouse=True)
def _handlers_put_back() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in NUMBERS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each start was to keep what is stored. Nothing is really started."""
    found: list[bool] = []

    def note(_parts: Any, _family: Family, options: Options) -> None:
        found.append(options.keep)

    monkeypatch.setenv("PAIDONCE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(launcher, "_bring_up", note)
    monkeypatch.setattr(launcher, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(launcher, "forget_developers_aws", lambda: None)
    monkeypatch.setattr(launcher, "allow_many", lambda: None)
    return found


def test_all_is_started_again_with_what_was_stored_until_somebody_stops_it(
    kept: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = iter([signal.SIGUSR1, signal.SIGUSR1, signal.SIGINT])
    watch = launcher._watch

    def ask_meanwhile(family: Family, again: threading.Event) -> None:
        threading.Timer(0.02, os.kill, (os.getpid(), next(asked))).start()
        watch(family, again)

    monkeypatch.setattr(launcher, "_watch", ask_meanwhile)

    run(Options(0, keep=False, patience="brisk"))

    assert kept == [False, True, True]


def test_who_asks_while_it_comes_up_asks_for_nothing(
    kept: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_twice(_parts: Any, _family: Family, options: Options) -> None:
        kept.append(options.keep)
        os.kill(os.getpid(), signal.SIGUSR1)
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()

    monkeypatch.setattr(launcher, "_bring_up", ask_twice)

    run(Options(0, keep=False, patience="brisk"))

    assert kept == [False]


def test_who_stops_it_while_it_comes_down_to_be_started_again_is_heard(
    kept: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "_watch", lambda _family, _again: None)
    monkeypatch.setattr(Family, "stop", lambda _family: os.kill(os.getpid(), signal.SIGINT))

    run(Options(0, keep=False, patience="brisk"))

    assert kept == [False]

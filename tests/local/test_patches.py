"""A patch refuses to touch a MiniStack that it was not written for."""

import inspect
import time
from types import ModuleType

import pytest
from ministack.services import stepfunctions

from local.aws.anchor import PatchMismatch, expect, fingerprint, replace
from local.aws.patches import start_delay


def studied() -> str:
    return "as studied"


@pytest.fixture
def module() -> ModuleType:
    made = ModuleType("upstream")
    vars(made)["studied"] = studied
    return made


def test_a_function_that_is_as_studied_is_replaced(module: ModuleType) -> None:
    original = replace(module, "studied", str, source=fingerprint(studied))

    assert original is studied
    assert module.studied is str


def test_a_changed_function_is_left_alone_and_named(module: ModuleType) -> None:
    with pytest.raises(PatchMismatch, match=r"upstream\.studied has changed"):
        replace(module, "studied", str, source="000000000000")

    assert module.studied is studied


def test_a_missing_function_is_named(module: ModuleType) -> None:
    with pytest.raises(PatchMismatch, match=r"upstream\.gone does not exist"):
        expect(module, "gone", source="000000000000")


def test_an_execution_does_not_sleep_before_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(stepfunctions, "time", time)

    start_delay.apply()
    for seconds in (start_delay.DELAY, 2 * start_delay.DELAY):
        stepfunctions.time.sleep(seconds)

    assert slept == [2 * start_delay.DELAY]
    assert f"time.sleep({start_delay.DELAY})" in inspect.getsource(stepfunctions._run_execution)

"""How long the suite over HTTP waits: as long as anything moves, and no longer."""

from collections.abc import Iterator

import pytest

from tests.e2e import patience
from tests.e2e.patience import STALLED_SECONDS, Patience


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at

    def pause(self, _seconds: float) -> None:
        """Each pause takes most of what a shop may stand still for."""
        self.at += 0.6 * STALLED_SECONDS


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    time = Clock()
    monkeypatch.setattr(patience.time, "sleep", time.pause)
    return time


def test_a_wait_goes_on_for_as_long_as_anything_changes(time: Clock) -> None:
    ours = Patience(time)
    statuses = iter([f"{done} of 20" for done in range(20)])

    def look() -> bool:
        seen = next(statuses, None)
        ours.saw("order", seen)
        return seen is None

    assert ours.until(look, "it did not end") is True


def test_a_wait_goes_on_while_others_are_served(time: Clock) -> None:
    ours = Patience(time)
    others = iter(range(20))

    def look() -> str | None:
        other = next(others, None)
        ours.saw(f"order {other}", "CONFIRMED")
        ours.saw("order", "PENDING")
        return "found" if other is None else None

    assert ours.until(look, "it did not end") == "found"


def test_a_wait_ends_when_everybody_sees_the_same_again(time: Clock) -> None:
    ours = Patience(time)
    states: Iterator[str] = iter(["PENDING"] * 20)

    def look() -> None:
        ours.saw("order", next(states))

    with pytest.raises(AssertionError, match="it did not end: nothing has changed"):
        ours.until(look, "it did not end")
    assert ours.is_over


def test_a_wait_begins_with_new_patience(time: Clock) -> None:
    ours = Patience(time)
    time.at = 10 * STALLED_SECONDS
    looks = iter([None, "found"])

    assert ours.until(lambda: next(looks), "it did not end") == "found"

"""Attempts that are looked back on: whoever looks meets those of the last hour, whichever stroke of the clock
lies between."""

from datetime import datetime, timedelta

import pytest

from functions.session.attempts_store import Attempts, keep_attempt, marks_of, who
from functions.shared.clock import timestamp
from functions.shared.table import scan

HOUR = timedelta(hours=1)
FEW = 3
TRIED = Attempts("tries", HOUR, per_session=FEW, per_address=FEW, looked_back=True)
ASKING = who("a session", "192.0.2.1")
AT = datetime.fromisoformat("2026-11-27T09:59:50+00:00")

pytestmark = pytest.mark.usefixtures("shop")


def tried(number: int, at: datetime) -> str:
    mark = f"{timestamp(at)}#{number}"
    keep_attempt(TRIED, ASKING, mark, at)
    return mark


def found(now: datetime) -> set[str]:
    """What both of those who asked have tried, which is the same."""
    first, second = marks_of(TRIED, ASKING, now).values()
    assert first == second
    return first


@pytest.mark.parametrize("later", [timedelta(0), timedelta(seconds=10), timedelta(minutes=59)])
def test_what_was_tried_is_found_for_an_hour_on_both_sides_of_the_stroke(later: timedelta) -> None:
    mark = tried(1, AT)
    assert found(AT + later) == {mark}


def test_marks_of_both_hours_are_found_together() -> None:
    marks = {tried(1, AT), tried(2, AT + HOUR / 2)}
    assert found(AT + HOUR / 2) == marks


def test_after_two_strokes_nothing_is_left() -> None:
    tried(1, AT)
    assert found(AT + HOUR + timedelta(seconds=10)) == set()


def test_who_has_filled_one_hour_is_counted_in_the_next() -> None:
    for number in range(FEW + 1):
        tried(number, AT)

    later = tried(FEW + 1, AT + HOUR / 2)

    assert later in found(AT + HOUR / 2)
    assert len(found(AT + HOUR / 2)) == FEW + 1


def test_the_same_attempt_is_counted_once_however_often_and_however_late() -> None:
    tried(1, AT)
    tried(1, AT)
    kept = [item.get("marks", item.get("earlier")) for item in scan("SESSIONS_TABLE")]
    assert [len(marks) for marks in kept] == [1] * 4

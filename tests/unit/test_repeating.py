"""When a client that is told to come again does so."""

from typing import Any

import pytest

from contract.openapi import TO_BE_REPEATED
from local.repeating import COME_AGAIN, LONGEST_PAUSE_SECONDS, pause_before_repeat


def test_what_the_document_has_repeated_is_what_is_repeated() -> None:
    assert set(COME_AGAIN) == set(TO_BE_REPEATED)


def test_nobody_comes_again_before_the_time_that_was_asked_for() -> None:
    assert pause_before_repeat({"Retry-After": "30"}, 1) == 30.0


@pytest.mark.parametrize(
    "headers", [{}, {"Retry-After": "0"}, {"Retry-After": "soon"}, {"Retry-After": "-1"}]
)
def test_without_a_time_each_pause_is_longer_up_to_a_bound(headers: dict[str, Any]) -> None:
    pauses = [pause_before_repeat(headers, times) for times in range(1, 6)]

    assert pauses[0] > 0
    assert pauses == sorted(set(pauses))
    assert pause_before_repeat(headers, 10**6) == LONGEST_PAUSE_SECONDS


def test_whoever_was_told_a_short_time_still_comes_less_often_the_longer_it_lasts() -> None:
    assert pause_before_repeat({"Retry-After": "1"}, 100) == LONGEST_PAUSE_SECONDS

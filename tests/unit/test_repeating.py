"""When a client that is told to come again does so."""

from typing import Any

import pytest
import requests

from contract.openapi import TO_BE_REPEATED
from local.repeating import COME_AGAIN, LONGEST_PAUSE_SECONDS, pause_before_repeat
from tests.e2e import shop
from tests.e2e.patience import Patience


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


def test_a_buyer_sends_the_same_again_until_the_answer_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter([(429, {}), (502, {}), (503, {"Retry-After": "9"}), (504, {}), (201, {})])
    pauses: list[float] = []
    monkeypatch.setattr(shop.time, "sleep", pauses.append)

    assert shop.answered(Patience(), "a checkout", lambda: response(*next(said))).status_code == 201
    assert len(pauses) == 4
    assert pauses[2] == 9.0


def test_a_buyer_gives_up_when_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    at = [0.0]
    monkeypatch.setattr(shop.time, "sleep", lambda seconds: at.append(at[-1] + 100 * seconds))

    answer = shop.answered(Patience(lambda: at[-1]), "a checkout", lambda: response(503, {}))

    assert answer.status_code == 503


def response(status: int, headers: dict[str, str]) -> requests.Response:
    made = requests.Response()
    made.status_code, made._content = status, b"{}"
    made.headers.update(headers)
    return made

"""A customer of chaos repeats as told what is to come again, and gives up only a shop that answers nobody."""

from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from chaos import shop
from chaos.shop import Answer, Door, NeverAnswered

PATIENCE = 100.0
AGAIN = {"Retry-After": "7"}


@dataclass
class Street:
    """Stands in for HTTP and for the clock. `answers` are given one after another, the last for ever."""

    answers: list[tuple[int, dict[str, str]] | Exception]
    sent: list[Any] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        self.sent.append((method, url, options))
        said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(said, Exception):
            raise said
        answer = requests.Response()
        answer.status_code, answer._content = said[0], b"{}"
        answer.headers.update(said[1])
        return answer


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    street = Street([])
    monkeypatch.setattr(shop.requests, "request", street.request)
    monkeypatch.setattr(shop.time, "sleep", street.pauses.append)
    monkeypatch.setattr(shop.time, "monotonic", lambda: 1000.0 + sum(street.pauses))
    return street


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_the_same_is_sent_again_after_the_time_that_was_asked_for(street: Street, status: int) -> None:
    street.answers = [(status, AGAIN), (201, {})]

    answer = Door("http://shop", PATIENCE).call(
        "POST", "/api/checkouts", {}, headers={"Idempotency-Key": "k"}
    )

    assert answer == Answer(201, {})
    assert street.sent[0] == street.sent[1]
    assert street.sent[0][2]["headers"] == {"Idempotency-Key": "k"}
    assert street.pauses == [7.0]


def test_a_connection_that_is_lost_is_no_answer(street: Street) -> None:
    street.answers = [requests.ConnectionError(), (200, {})]
    door = Door("http://shop", PATIENCE)

    assert door.call("GET", "/api/cart").status == 200
    assert door.away == 1


def test_a_shop_that_answers_nobody_is_given_up(street: Street) -> None:
    street.answers = [(503, AGAIN)]

    with pytest.raises(NeverAnswered):
        Door("http://shop", PATIENCE).call("GET", "/api/cart")
    assert PATIENCE <= sum(street.pauses) < 2 * PATIENCE


def test_a_shop_that_answers_others_is_waited_for(street: Street) -> None:
    """A crowd is served one after another."""
    door = Door("http://shop", PATIENCE)
    street.answers = [(503, AGAIN)] * 40 + [(200, {})]

    def pause(seconds: float) -> None:
        street.pauses.append(seconds)
        door._answered = shop.time.monotonic()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shop.time, "sleep", pause)
        assert door.call("GET", "/api/cart").status == 200


def test_an_internal_error_is_remembered_as_what_no_client_should_get(street: Street) -> None:
    street.answers = [(500, {}), (200, {})]
    door = Door("http://shop", PATIENCE)

    assert door.call("GET", "/api/cart").status == 200
    assert len(door.broken) == 1

"""What forks workers is killed, again and again: calls of functions wait for the next one."""

from types import SimpleNamespace

import pytest

from local.aws.functions import DEAD_WORKERS_SKIPPED, Functions
from local.aws.lambda_worker import Answer

ANSWER = Answer(value={"well": True})


class Pool:
    """Nobody can be had from it before so many deaths."""

    def __init__(self, deaths: int) -> None:
        self.deaths = deaths

    def acquire(self, _timeout: float) -> SimpleNamespace:
        if self.deaths:
            self.deaths -= 1
            raise ConnectionResetError
        return SimpleNamespace(pid=1, alive=lambda: True, invoke=lambda *_: ANSWER)

    def release(self, _worker: SimpleNamespace, *, spent: bool) -> None:
        assert not spent


def invoked(deaths: int, monkeypatch: pytest.MonkeyPatch) -> Answer:
    pool = Pool(deaths)
    monkeypatch.setattr(Functions, "__init__", lambda self: self.__dict__.update(_cap=1, _at_work={}))
    monkeypatch.setattr(Functions, "_pool", lambda *_: pool)
    functions = Functions()  # type: ignore[call-arg]
    return functions.invoke({"FunctionName": "act"}, b"", {}, "1")


def test_a_call_outlives_two_deaths_in_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert invoked(2, monkeypatch) is ANSWER


def test_where_nobody_can_be_had_at_all_the_call_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = invoked(DEAD_WORKERS_SKIPPED, monkeypatch)

    assert answer.error is not None
    assert answer.error["errorType"] == "TooManyRequestsException"

"""`retry-stuck --all`: one that cannot be sent on does not keep the others."""

import pytest

from functions.operations import retry_stuck
from functions.operations.errors import NotStuck
from functions.operations.find_stuck import Stopped
from functions.operator.journal import Signed
from functions.operator.stop import Stop

AT = "2026-01-01T00:00:00.000Z"
BY = Signed("ops:ada", "", AT)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was sent on. While it was confirmed, somebody else sent on the first one, and it is closed."""
    sent: list[str] = []

    def find(subject: str) -> Stopped:
        if subject == "gone":
            raise NotStuck("gone is REFUNDED and does not stand in front of an operator")
        return Stopped(subject, "CANCELLING", Stop("Broken", "why", AT, ("token-1",)))

    monkeypatch.setattr(retry_stuck, "find", find)
    monkeypatch.setattr(retry_stuck, "send", lambda stopped, answer: sent.append(stopped.subject))
    return sent


def test_one_of_several_that_cannot_be_sent_on_is_named_and_the_others_go_on(sent: list[str]) -> None:
    report = retry_stuck.retry_many(["gone", "stuck"], BY)

    assert sent == report["retried"] == ["stuck"]
    assert [one["id"] for one in report["failed"]] == ["gone"]


def test_the_only_one_that_cannot_be_sent_on_is_told_as_what_it_is(sent: list[str]) -> None:
    with pytest.raises(NotStuck, match="gone is REFUNDED"):
        retry_stuck.retry_many(["gone"], BY)

    assert sent == []

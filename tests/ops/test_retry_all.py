"""`retry-stuck --all`: one that cannot be sent on does not keep the others."""

import pytest

from functions.operator.stop import Stop
from ops import stuck
from ops.errors import CommandError

AT = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was sent on. While it was confirmed, somebody else sent on the first one, and it is closed."""
    sent: list[str] = []

    def find(subject: str) -> stuck.Stopped:
        if subject == "gone":
            raise CommandError("gone is REFUNDED and does not stand in front of an operator")
        return stuck.Stopped(subject, "CANCELLING", Stop("Broken", "why", AT, ("token-1",)))

    monkeypatch.setattr(stuck, "find", find)
    monkeypatch.setattr(stuck, "send", lambda stopped, verdict, why: sent.append(stopped.subject))
    return sent


def test_one_of_several_that_cannot_be_sent_on_is_named_and_the_others_go_on(sent: list[str]) -> None:
    report = stuck.retry_stuck(["gone", "stuck"], None)

    assert sent == report["retried"] == ["stuck"]
    assert [one["id"] for one in report["failed"]] == ["gone"]


def test_the_only_one_that_cannot_be_sent_on_is_told_as_what_it_is(sent: list[str]) -> None:
    with pytest.raises(CommandError, match="gone is REFUNDED"):
        stuck.retry_stuck(["gone"], None)

    assert sent == []

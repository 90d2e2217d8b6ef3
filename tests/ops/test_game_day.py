"""A game day: six failures, each audited before and after, what people say written down."""

import json
from pathlib import Path
from typing import Any

import pytest

from ops import game_day as days
from ops.errors import CommandError
from ops.game_day import game_day
from ops.game_day_failures import FAILURES

SIX = ["node-yanked", "provider-silent", "throttled-table", "poisoned-queue", "lost-region", "bad-release"]


@pytest.fixture(autouse=True)
def shop(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A deployed one, where people do what is to happen. `audits`: what each audit finds, in turn."""
    told: dict[str, Any] = {"audits": []}

    def audit() -> dict[str, Any]:
        found = told["audits"].pop(0) if told["audits"] else []
        if isinstance(found, Exception):
            raise found
        return {"ok": not found, "violations": found}

    monkeypatch.setattr(days, "audit", audit)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    return told


class Stopped(Exception):
    """Somebody went home."""


def answers(question: str) -> str:
    return "fix the alarm\n" if "done about it" in question else "nobody\n"


def test_six_failures_are_walked_through_and_written_down(tmp_path: Path) -> None:
    report = game_day(tmp_path / "days" / "day.json", None, answers)

    written = json.loads((tmp_path / "days" / "day.json").read_text())
    assert report["walked"] == list(written) == SIX == [one.name for one in FAILURES]
    assert report["to_do"] == dict.fromkeys(SIX, "fix the alarm")
    assert written["lost-region"]["noticed_by"] == written["lost-region"]["wrong"] == "nobody"


def test_who_stops_comes_back_to_the_next_failure(tmp_path: Path) -> None:
    left = iter(range(7))

    def stops(question: str) -> str:
        if next(left, None) is None:
            raise Stopped
        return answers(question)

    with pytest.raises(Stopped):
        game_day(tmp_path / "day.json", None, stops)
    assert list(json.loads((tmp_path / "day.json").read_text())) == SIX[:1]

    assert game_day(tmp_path / "day.json", None, answers)["walked"] == SIX[1:]


def test_a_promise_broken_by_a_failure_is_told(tmp_path: Path, shop: dict[str, Any]) -> None:
    shop["audits"] = [[], ["oversold"], [], RuntimeError("no table")]

    report = game_day(tmp_path / "day.json", None, answers)

    assert report["audits_failed"] == SIX[:2]


def test_one_failure_can_be_walked_through_alone(tmp_path: Path) -> None:
    assert game_day(tmp_path / "day.json", "bad-release", answers)["walked"] == ["bad-release"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"other": {}}', '{"bad-release": 1}', "[" * 100_000])
def test_a_file_that_is_no_record_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    (tmp_path / "day.json").write_text(text)

    with pytest.raises(CommandError, match="name another"):
        game_day(tmp_path / "day.json", None, answers)
    assert (tmp_path / "day.json").read_text() == text


def test_what_cannot_be_made_to_happen_is_written_down_and_the_day_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("PAIDONCE_HOME", str(tmp_path))

    game_day(tmp_path / "day.json", "node-yanked", answers)

    written = json.loads((tmp_path / "day.json").read_text())
    assert written["node-yanked"]["injected"].startswith("did not happen: no shop with a crash bench")

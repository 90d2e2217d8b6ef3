"""`game-day`: walks a team through six failures, one after another, and writes down what went wrong.

What only people can tell is asked of them; whether the shop keeps its promises is audited. The record is
written after each failure: who stops and comes back with the same file goes on with the next."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from functions.shared import clock
from ops.audit import audit
from ops.errors import CommandError
from ops.game_day_failures import FAILURES, Failure
from ops.output import say
from ops.target import local_shop

MOST_TEXT = 2000
QUESTIONS = {
    "noticed_by": "How was it noticed, and by whom (an alarm, a page, a customer, nobody)?",
    "wrong": "What went wrong, or was missing (a page, a permission, a number, a person)?",
    "to_do": "What has to be done about it, and by whom?",
}

Ask = Callable[[str], str]


def game_day(record: Path, only: str | None, ask: Ask) -> dict[str, Any]:
    """`{record, walked: [failure], audits_failed: [failure], to_do: {failure: text}}`.

    `ask` answers a question with a line of text. Raises CommandError for a record that cannot be used.
    """
    done = _read(record)
    walked = []
    for failure in FAILURES:
        if only in (None, failure.name) and failure.name not in done:
            done[failure.name] = _walk(failure, ask)
            _write(record, done)
            walked.append(failure.name)
    return {
        "record": str(record),
        "walked": walked,
        "audits_failed": [name for name, one in done.items() if not one["audit_after"]["ok"]],
        "to_do": {name: one["to_do"] for name, one in done.items() if one["to_do"]},
    }


def _walk(failure: Failure, ask: Ask) -> dict[str, Any]:
    for line in (f"== {failure.name}", failure.what):
        say(line)
    before = _audited()
    injected = failure.here if local_shop() else None
    if injected is None:
        say(f"Do: {failure.by_hand}")
        ask("Press Enter when it has happened.")
    else:
        ask("Press Enter, and it happens.")
    begun = clock.now()
    result = _inject(injected) if injected else "by hand"
    say(result)
    for look in failure.look:
        say(f"Look: {look}")
    answers = {"noticed_by": _line(ask, QUESTIONS["noticed_by"])}
    noticed = clock.now()
    say(f"It ends so: {failure.ends}")
    ask("Press Enter when it is over.")
    ended = clock.now()
    after = _audited()
    say(f"Audit: {'ok' if after['ok'] else '; '.join(after['violations'])}")
    answers |= {name: _line(ask, QUESTIONS[name]) for name in ("wrong", "to_do")}
    return {
        "at": clock.timestamp(begun),
        "injected": result,
        "noticed_seconds": round((noticed - begun).total_seconds(), 1),
        "over_seconds": round((ended - begun).total_seconds(), 1),
        "audit_before": before,
        "audit_after": after,
        **answers,
    }


def _inject(here: Callable[[], str]) -> str:
    """A failure that cannot be made is a finding of the day, and no reason to end it."""
    try:
        return here()
    except CommandError as failed:
        return f"did not happen: {failed}"


def _audited() -> dict[str, Any]:
    """An audit that cannot be made, while something is broken on purpose, says so."""
    try:
        report = audit()
    except Exception as failure:  # noqa: BLE001 - whatever the failure of the day does to it
        return {"ok": False, "violations": [f"no audit: {type(failure).__name__}"]}
    return {"ok": report["ok"], "violations": report["violations"]}


def _line(ask: Ask, question: str) -> str:
    return ask(question).strip()[:MOST_TEXT]


def _read(record: Path) -> dict[str, Any]:
    try:
        found = json.loads(record.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as broken:
        raise CommandError(f"{record} cannot be read ({type(broken).__name__}): name another") from None
    names = {failure.name for failure in FAILURES}
    if not isinstance(found, dict) or not found.keys() <= names or not all(map(_whole, found.values())):
        raise CommandError(f"{record} is no record of a game day: name another")
    return found


def _whole(walked: Any) -> bool:
    audited = walked.get("audit_after") if isinstance(walked, dict) else None
    return isinstance(audited, dict) and "ok" in audited and "to_do" in walked


def _write(record: Path, done: dict[str, Any]) -> None:
    """Whole or not at all: a record is the only thing that a game day leaves."""
    beside = record.with_name(f"{record.name}.{os.getpid()}")
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(done, indent=2, ensure_ascii=False) + "\n")
        beside.replace(record)
    except OSError as error:
        raise CommandError(f"{record} cannot be written: {error.strerror}") from None

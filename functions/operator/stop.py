"""What stands in front of an operator: what was tried, why it failed, and what the operator said to it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from functions.shared import tokens
from functions.shared.errors import without_data

LONGEST_CAUSE = 500

_PLACE = re.compile(r'File "[^"]*?(functions/[\w/]+\.py)", line (\d+)')


class Remedy(StrEnum):
    RETRY = "RETRY"
    SETTLED = "SETTLED"


@dataclass(frozen=True)
class OperatorAnswer:
    """What an operator said, `by` whom, when (RFC 3339) and `why`."""

    remedy: Remedy
    by: str
    at: str
    why: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"verdict": self.remedy.value, "by": self.by, "at": self.at, "why": self.why}


@dataclass(frozen=True)
class Stop:
    """`state` was tried `attempts` times from `since` (RFC 3339) on, all of them unknown where the execution
    did not tell; `error` and `cause` are of the last try. `at`: when it was parked.

    `task_tokens` send the execution on: the state that waits may have been tried several times, and which
    try lives is known to its machine alone. `entered` (RFC 3339): when the machine entered that state, which
    tells one stop from the next; empty where it did not tell.
    """

    error: str
    cause: str
    at: str
    task_tokens: tuple[str, ...] = field(repr=False)
    entered: str = ""
    execution: str = ""
    state: str | None = None
    attempts: int | None = None
    since: str | None = None
    answer: OperatorAnswer | None = None

    def as_dict(self) -> dict[str, Any]:
        """As it is stored; what is unknown is left out."""
        stored = {name: value for name, value in vars(self).items() if value not in (None, "")}
        stored["task_tokens"] = list(self.task_tokens)
        return stored | ({"answer": self.answer.as_dict()} if self.answer else {})

    def shown(self) -> dict[str, Any]:
        """As an operator sees it: without the tokens."""
        every = {name: value for name, value in vars(self).items() if name not in ("task_tokens", "entered")}
        return every | {"answer": self.answer.as_dict() if self.answer else None}


def stop_from(stored: Mapping[str, Any]) -> Stop:
    answer = stored.get("answer")
    return Stop(
        error=stored["error"],
        cause=stored.get("cause", ""),
        at=stored["at"],
        task_tokens=tokens.kept(stored),
        entered=stored.get("entered", ""),
        execution=stored.get("execution", ""),
        state=stored.get("state"),
        attempts=stored.get("attempts"),
        since=stored.get("since"),
        answer=OperatorAnswer(Remedy(answer["verdict"]), answer["by"], answer["at"], answer["why"])
        if answer
        else None,
    )


def plain(cause: str) -> str:
    """A failure's message and where it was raised, at most 500 characters, without what it was raised about:
    what is quoted in it, addresses, card and telephone numbers, client secrets.

    `cause`: as Lambda and Step Functions give it, JSON with `errorMessage` and `stackTrace`, or any text.
    """
    message, trace = _taken_apart(cause)
    message = without_data(message)
    places = _PLACE.findall(trace)
    where = f" ({places[-1][0]}:{places[-1][1]})" if places else ""
    return message[: LONGEST_CAUSE - len(where)] + where


def _taken_apart(cause: str) -> tuple[str, str]:
    try:
        parsed = json.loads(cause)
    except (ValueError, RecursionError):
        return cause, ""
    if not isinstance(parsed, dict):
        return cause, ""
    return str(parsed.get("errorMessage") or ""), "".join(map(str, parsed.get("stackTrace") or []))

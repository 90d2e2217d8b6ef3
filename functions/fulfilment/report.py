"""What a warehouse answers, by message or by URL.

Read without pydantic: what works from a queue should not pay for it at every cold start (0021). request.py
says the same of a request's body, and tests/unit/test_report.py holds the two against each other.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

Outcome = Literal["accepted", "packed", "rejected"]

LINE_ID = r"[A-Za-z0-9_.:-]{1,64}"
MAX_LINES = 50
MAX_UNITS = 99
MAX_CALLBACK_ID = 512

_MESSAGE = {"callback_id", "outcome", "lines", "why"}
_LINE = {"line_id", "quantity"}
_WHY = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,200}")


class ReportMalformed(Exception):
    """A message is no report; it says what to change."""


@dataclass(frozen=True)
class Report:
    """`lines` are units by line id, of what was packed; without them all was."""

    outcome: Outcome
    lines: tuple[tuple[str, int], ...] | None = None
    why: str | None = None


def read(message: str) -> tuple[str, Report]:
    """The id of the offer that is answered, and the answer. Raises ReportMalformed."""
    try:
        given = json.loads(message)
    except ValueError as broken:
        raise ReportMalformed("it is not JSON") from broken
    fields = _object(given, _MESSAGE, "the message")
    callback_id = fields.get("callback_id")
    if not isinstance(callback_id, str) or not 1 <= len(callback_id) <= MAX_CALLBACK_ID:
        raise ReportMalformed("callback_id: as it was offered")
    outcome: Any = fields.get("outcome")
    if outcome not in get_args(Outcome):
        raise ReportMalformed(f"outcome: one of {', '.join(get_args(Outcome))}")
    why = fields.get("why")
    if why is not None and not (isinstance(why, str) and _WHY.fullmatch(why)):
        raise ReportMalformed("why: 1 to 200 characters, or none at all")
    return callback_id, Report(outcome, _lines(fields.get("lines")), why)


def _lines(given: Any) -> tuple[tuple[str, int], ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or len(given) > MAX_LINES:
        raise ReportMalformed(f"lines: a list of at most {MAX_LINES}")
    return tuple(_line(one) for one in given)


def _line(given: Any) -> tuple[str, int]:
    fields = _object(given, _LINE, "a line")
    line_id, units = fields.get("line_id"), fields.get("quantity")
    if not isinstance(line_id, str) or not re.fullmatch(LINE_ID, line_id):
        raise ReportMalformed("line_id: as it was offered")
    if type(units) is not int or not 0 <= units <= MAX_UNITS:  # True is an int, too
        raise ReportMalformed(f"quantity: 0 to {MAX_UNITS}")
    return line_id, units


def _object(given: Any, known: set[str], what: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ReportMalformed(f"{what} is no JSON object")
    unknown = sorted(given.keys() - known)
    if unknown:
        raise ReportMalformed(f"{what} has unknown fields: {', '.join(unknown)[:200]}")
    return given

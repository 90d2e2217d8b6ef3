"""What a warehouse answers, by message or by URL, and the one place that checks it.

It is read without pydantic: what works from a queue should not pay for that at every cold start (0021).
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

from functions.catalog.priced_line import LINE_ID, MAX_LINES, MAX_QUANTITY

Outcome = Literal["accepted", "packed", "rejected"]

MAX_CALLBACK_ID = 512

_WHY = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,200}")


class ReportMalformed(Exception):
    """It is no report: the `message` says what `field` has to be, or the whole if none is named."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Report:
    """`lines` are units by line id, of what was packed; without them all was."""

    outcome: Outcome
    lines: tuple[tuple[str, int], ...] | None = None
    why: str | None = None


def read_message(message: str) -> tuple[str, Report]:
    """The id of the offer that a message of the queue answers, and the answer. Raises ReportMalformed."""
    try:
        given = json.loads(message)
    except (ValueError, RecursionError) as broken:
        raise ReportMalformed("", "the message is not JSON") from broken
    if not isinstance(given, dict):
        raise ReportMalformed("", "a JSON object is expected")
    callback_id = given.pop("callback_id", None)
    if not isinstance(callback_id, str) or not 1 <= len(callback_id) <= MAX_CALLBACK_ID:
        raise ReportMalformed("callback_id", "as it was offered")
    return callback_id, report_from(given)


def report_from(given: Any) -> Report:
    """The answer in a JSON object. Raises ReportMalformed."""
    fields = _object(given, {"outcome", "lines", "why"}, "")
    outcome: Any = fields.get("outcome")
    if outcome not in get_args(Outcome):
        raise ReportMalformed("outcome", f"one of {', '.join(get_args(Outcome))}")
    why = fields.get("why")
    if why is not None and not (isinstance(why, str) and _WHY.fullmatch(why)):
        raise ReportMalformed("why", "1 to 200 characters, or none at all")
    return Report(outcome, _lines(fields.get("lines")), why)


def _lines(given: Any) -> tuple[tuple[str, int], ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or len(given) > MAX_LINES:
        raise ReportMalformed("lines", f"a list of at most {MAX_LINES}")
    return tuple(_line(one, f"lines.{number}") for number, one in enumerate(given))


def _line(given: Any, place: str) -> tuple[str, int]:
    fields = _object(given, {"line_id", "quantity"}, place)
    line_id, units = fields.get("line_id"), fields.get("quantity")
    if not isinstance(line_id, str) or not re.fullmatch(LINE_ID, line_id):
        raise ReportMalformed(f"{place}.line_id", "as it was offered")
    if type(units) is not int or not 0 <= units <= MAX_QUANTITY:  # True is an int, too
        raise ReportMalformed(f"{place}.quantity", f"a whole number from 0 to {MAX_QUANTITY}")
    return line_id, units


def _object(given: Any, known: set[str], place: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ReportMalformed(place, "a JSON object is expected")
    unknown = sorted(given.keys() - known)
    if unknown:
        raise ReportMalformed(place, f"unknown fields: {', '.join(unknown)[:200]}")
    return given

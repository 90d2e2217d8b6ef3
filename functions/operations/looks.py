"""What the entry points of operators' looks share: who looks, and at how much."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from functions.operations.operator import NotAnOperator, operator_of
from functions.shared import api
from functions.shared.items import Unreadable
from functions.shared.problems import Problem, operators_only, unprocessable

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)

Word = TypeVar("Word", bound=StrEnum)

PROBLEMS: api.Problems = {
    NotAnOperator: lambda _: operators_only(),
    Unreadable: lambda broken: Problem(409, "not-possible", f"Something stored cannot be read: {broken}."),
}


def look(app: APIGatewayRestResolver, work: Callable[[], dict[str, Any]]) -> api.Response:
    """The answer of `work`, for operators only. Raises NotAnOperator."""
    operator_of(app.current_event.raw_event)
    return api.respond(work())


def limit(app: APIGatewayRestResolver) -> int:
    """The parameter `limit`. Raises Problem 422."""
    return number(app, "limit", DEFAULT_LIMIT, MAX_LIMIT)


def word(app: APIGatewayRestResolver, name: str, words: type[Word]) -> Word | None:
    """A parameter that is one of these words, None if there is none. Raises Problem 422."""
    given = api.parameter(app, name)
    try:
        return words(given) if given is not None else None
    except ValueError:
        raise unprocessable(f"{name}: one of {', '.join(words)} is expected.") from None


def day(app: APIGatewayRestResolver, name: str) -> date | None:
    """A parameter that is a UTC day, None if there is none. Raises Problem 422."""
    given = api.parameter(app, name)
    if given is None:
        return None
    try:
        if not _DAY.fullmatch(given):
            raise ValueError
        return date.fromisoformat(given)
    except ValueError:
        raise unprocessable(f"{name}: a date is expected, as 2026-11-27.") from None


def number(app: APIGatewayRestResolver, name: str, default: int, most: int) -> int:
    """A parameter that is a whole number from 1 on. Raises Problem 422."""
    given = api.parameter(app, name)
    if given is None:
        return default
    if not _WHOLE.fullmatch(given) or not 1 <= int(given) <= most:
        raise unprocessable(f"{name}: a whole number from 1 to {most} is expected.")
    return int(given)

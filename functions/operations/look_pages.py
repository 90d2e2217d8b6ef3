"""Lists that operators look through page by page."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from functions.operations import looks
from functions.operations.operator import operator_of
from functions.session.page_cursor import give_cursor, read_cursor
from functions.session.signed_text import SignatureBroken
from functions.shared import api
from functions.shared.problems import cursor_refused

Page = tuple[dict[str, Any], str]
"""What is answered, and where the next page starts, empty at the end."""

PROBLEMS: api.Problems = {
    **looks.PROBLEMS,
    SignatureBroken: lambda _: cursor_refused(),
}


def look_through(app: APIGatewayRestResolver, listed: str, page: Callable[[int, str], Page]) -> api.Response:
    """A page of a list with its `next_cursor`, null at the end, for operators only. `listed` tells the list,
    and how it is narrowed, from another. Raises NotAnOperator, SignatureBroken."""
    operator_of(app.current_event.raw_event)
    owner = api.owner(app)
    start = read_cursor(api.parameter(app, "cursor"), listed, owner)
    found, left = page(looks.limit(app), start)
    return api.respond(found | {"next_cursor": give_cursor(left, listed, owner)})

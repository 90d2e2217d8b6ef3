"""POST /sessions/operator."""

from http import HTTPStatus
from typing import Annotated, Any

from pydantic import StringConstraints

from functions.operations.open_operator_session import (
    CodeRefused,
    TooManyAttempts,
    open_operator_session,
)
from functions.session import cookie
from functions.session.operator_codes_store import GOOD_FOR
from functions.shared import api, clock
from functions.shared.problems import Problem

LONGEST_CODE = 200


def _refused(_: CodeRefused) -> Problem:
    detail = "This code opens no session: ask for a new link by `python -m ops operator-session NAME`."
    return Problem(401, "unauthorized", detail).with_header("WWW-Authenticate", "Bearer")


def _too_many(_: TooManyAttempts) -> Problem:
    seconds = str(int(GOOD_FOR.total_seconds()))
    detail = "Too many codes were tried from your address. Try again later."
    return Problem(429, "too-many-requests", detail).with_header("Retry-After", seconds)


PROBLEMS: api.Problems = {CodeRefused: _refused, TooManyAttempts: _too_many}

app = api.resolver(PROBLEMS)


class CodeBody(api.Body):
    """The code stands in the fragment of the link."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CODE), api.PRINTABLE]


@app.post("/sessions/operator")
def post_session() -> api.Response:
    """201 with `{token, owner, expires_at}`, for eight hours; to a browser's page a cookie of its own instead
    of the token: the shopper's session in the same browser stays the shopper's."""
    body = api.parse(app, CodeBody)
    token, session = open_operator_session(body.code, api.viewer(app))
    by_cookie = cookie.used(api.header(app, cookie.HEADER)) is not None
    answer, headers = cookie.issued(
        token, session, cookie=cookie.OPERATOR, by_cookie=by_cookie, now=clock.now()
    )
    return api.respond(answer, HTTPStatus.CREATED, **headers)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)

"""POST /sessions."""

from datetime import datetime
from http import HTTPStatus
from math import ceil
from typing import Any

from functions.session.issue_session import issue_session, renew_session
from functions.session.token import InvalidToken, Session, bearer
from functions.shared import api, clock
from functions.shared.problems import Problem

app = api.resolver()

COOKIE = "__Host-session"
COOKIE_ATTRIBUTES = "Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict"


@app.post("/sessions")
def post_session() -> api.Response:
    """`{token, owner, expires_at}`; the same token as a cookie for browsers, unless it is an operator's.

    201 with the session of a new owner where no token is sent, 200 with the caller's own one renewed where
    one is. A token that is no good is refused with 401: a caller who has an owner never becomes a stranger
    without knowing.
    """
    now = clock.now()
    authorization = api.header_values(app, "Authorization")
    if not authorization:
        return _answer(*issue_session(now), HTTPStatus.CREATED, now)
    try:
        token = bearer(", ".join(authorization))
        return _answer(*renew_session(token, now), HTTPStatus.OK, now)
    except InvalidToken as invalid:
        raise _refused(str(invalid), authorization) from invalid


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _answer(token: str, session: Session, status: HTTPStatus, now: datetime) -> api.Response:
    body = {"token": token, "owner": session.owner, "expires_at": clock.timestamp(session.expires_at)}
    if session.groups:
        return api.respond(body, status)  # the cookie of this browser is a shopper's
    seconds = ceil((session.expires_at - now).total_seconds())
    return api.respond(body, status, Set_Cookie=_cookie(token, seconds))


def _refused(why: str, authorization: list[str]) -> Problem:
    detail = f"Authorization: {why}. Without this header you get the session of a new owner."
    refusal = Problem(401, "unauthorized", detail).with_header("WWW-Authenticate", "Bearer")
    if any(value.endswith(f" {token}") for token in _cookies() for value in authorization):
        # The browser sends its cookie whatever the page does: who is refused by it could never begin anew.
        return refusal.with_header("Set-Cookie", _cookie("", 0))
    return refusal


def _cookies() -> list[str]:
    """Tokens that the browser sent as a cookie, which is what the edge makes the Authorization header of."""
    sent = ";".join(api.header_values(app, "Cookie")).split(";")
    named = (one.strip().partition("=") for one in sent)
    return [token for name, _, token in named if name == COOKIE]


def _cookie(token: str, seconds: int) -> str:
    return f"{COOKIE}={token}; {COOKIE_ATTRIBUTES.format(seconds=seconds)}"

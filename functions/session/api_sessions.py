"""POST /sessions."""

from http import HTTPStatus
from typing import Any

from functions.session.issue_session import issue_session
from functions.session.token import LIFETIME
from functions.shared import api, clock

app = api.resolver()

COOKIE = "__Host-session"
COOKIE_ATTRIBUTES = f"Path=/; Max-Age={int(LIFETIME.total_seconds())}; Secure; HttpOnly; SameSite=Strict"


@app.post("/sessions")
def post_session() -> api.Response:
    """201 `{token, owner, expires_at}`; the same token as a cookie for browsers."""
    token, session = issue_session(clock.now())
    body = {"token": token, "owner": session.owner, "expires_at": clock.timestamp(session.expires_at)}
    return api.respond(body, HTTPStatus.CREATED, Set_Cookie=f"{COOKIE}={token}; {COOKIE_ATTRIBUTES}")


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)

"""GET and DELETE /sessions/current, DELETE /sessions."""

from http import HTTPStatus
from typing import Any

from functions.account import logins_store
from functions.account.sign_out import sign_out, sign_out_everywhere
from functions.session import cookie
from functions.session import store as keys_store
from functions.session.token import InvalidToken, Session, bearer, verify
from functions.shared import api, clock
from functions.shared.problems import Problem

PROBLEMS: api.Problems = {
    InvalidToken: lambda invalid: Problem(401, "unauthorized", f"Authorization: {invalid}.").with_header(
        "WWW-Authenticate", "Bearer"
    ),
}

app = api.resolver(PROBLEMS)


@app.get("/sessions/current")
def get_session() -> api.Response:
    """`{owner, kind, expires_at, email?}`."""
    api.owner(app)  # who came by an order's link has no account to be shown
    session = _session()
    email = logins_store.email_of(session.session_id)
    shown = {
        "owner": session.owner,
        "kind": session.kind,
        "expires_at": clock.timestamp(session.expires_at),
    }
    return api.respond(shown | ({"email": email} if email else {}))


@app.delete("/sessions/current")
def delete_session() -> api.Response:
    """`{cookie}`: `dropped` where a page used one, which its browser forgets, else `none`. The session is
    signed out; a token that is no good has nothing to end, and its cookie is dropped all the same."""
    try:
        sign_out(_session())
    except InvalidToken:
        if _cookie() is None and api.header_values(app, "Authorization"):
            raise
    return _dropped()


@app.delete("/sessions")
def delete_sessions() -> api.Response:
    """The same on all devices."""
    sign_out_everywhere(api.owner(app), clock.now())
    return _dropped()


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _session() -> Session:
    """Of the token that the call came with, signed out or not: who signs out and hears no answer does it
    again. Raises InvalidToken."""
    token = bearer(", ".join(api.header_values(app, "Authorization")))
    return verify(token, keys_store.key_ring(), clock.now())


def _cookie() -> str | None:
    """Which cookie the caller uses; None for who sends a token."""
    return cookie.used(api.header(app, cookie.HEADER))


def _dropped() -> api.Response:
    used = _cookie()
    if used is None:
        return api.respond({"cookie": "none"})
    return api.respond({"cookie": "dropped"}, HTTPStatus.OK, **cookie.dropped(used))

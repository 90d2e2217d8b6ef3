"""GET and POST /sessions/login: a function of its own, since it alone asks the issuer of accounts."""

import os
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import StringConstraints

from functions.account import issuer
from functions.account.id_token import IdTokenRefused
from functions.account.issuer import CodeRefused, IssuerSilent
from functions.account.log_in import Login, OperatorsOnly, RedirectRefused, log_in, redirect_pages
from functions.session import attempts_store, cookie
from functions.session import store as keys_store
from functions.session.attempts_store import Attempts, keep_attempt
from functions.session.token import InvalidToken, Session, bearer, verify
from functions.shared import api, clock, ids
from functions.shared.contention import Contended
from functions.shared.observe import logger
from functions.shared.problems import Problem, operators_only, too_many, try_again, unprocessable

SCOPE = "openid email"
LONGEST_CODE = 2048
LONGEST_URI = 500
LOGINS = Attempts("attempts", timedelta(minutes=10), per_session=0, per_address=30)
"""Right ones included: each has us ask the issuer, and an office shares one address."""


class TooManyAttempts(Exception):
    """Too many logins came from one address."""


def _refused(_: Exception) -> Problem:
    detail = "This login is not good, or not any more: begin it again where GET /sessions/login says."
    return Problem(401, "unauthorized", detail).with_header("WWW-Authenticate", "Bearer")


def _too_many(_: TooManyAttempts) -> Problem:
    return too_many(
        "requests", "Too many logins were tried from your address. Try again later.", LOGINS.seconds
    )


def _not_ours(refused: IdTokenRefused) -> Problem:
    logger.warning("id token refused", extra={"why": str(refused)})
    return _refused(refused)


PROBLEMS: api.Problems = {
    CodeRefused: _refused,
    IdTokenRefused: _not_ours,
    RedirectRefused: lambda _: unprocessable(
        "redirect_uri: one of the pages that GET /sessions/login names, exactly as it names it."
    ),
    OperatorsOnly: lambda _: operators_only(),
    IssuerSilent: lambda _: try_again("The issuer of accounts does not answer. Begin the login again.", 5),
    TooManyAttempts: _too_many,
    Contended: lambda _: try_again("The carts are being changed from many places at once."),
}

app = api.resolver(PROBLEMS)


class LoginBody(api.Body):
    """The code of an authorization request (OpenID Connect, code flow) that was made with PKCE."""

    code: Annotated[
        str, StringConstraints(max_length=LONGEST_CODE), api.Form(r"^[\x21-\x7e]+$", "This is no code")
    ]
    code_verifier: Annotated[
        str,
        StringConstraints(min_length=43, max_length=128),
        api.Form(r"^[A-Za-z0-9._~-]+$", "This is no code verifier"),
    ]
    redirect_uri: Annotated[str, StringConstraints(max_length=LONGEST_URI), api.PRINTABLE]


@app.get("/sessions/login")
def get_login() -> api.Response:
    """`{authorization_endpoint, end_session_endpoint?, client_id, scope, redirect_uris}`: where to send who
    wants to log in, and where who has signed out here."""
    found = issuer.places()
    ending = {"end_session_endpoint": found.end_session_endpoint} if found.end_session_endpoint else {}
    shown = {
        "authorization_endpoint": found.authorization_endpoint,
        "client_id": os.environ["OIDC_CLIENT_ID"],
        "scope": SCOPE,
        "redirect_uris": list(redirect_pages()),
    }
    return api.respond(shown | ending)


@app.post("/sessions/login")
def post_login() -> api.Response:
    """201 with `{token, owner, expires_at, kind, cart}`, to a browser's page a cookie instead of the token:
    an operator's beside the shopper's."""
    now = clock.now()
    body = api.parse(app, LoginBody)
    if not keep_attempt(LOGINS, attempts_store.who("", api.viewer(app)), ids.new_entry(), now):
        raise TooManyAttempts
    login = Login(body.code, body.code_verifier, body.redirect_uri)
    token, session, brought = log_in(login, _before(), now)
    name = cookie.OPERATOR if session.kind == "operator" else cookie.CUSTOMER
    by_cookie = cookie.used(api.header(app, cookie.HEADER)) is not None
    answer, headers = cookie.issued(token, session, cookie=name, by_cookie=by_cookie, now=now)
    shown = answer | {"kind": session.kind, "cart": brought.value}
    return api.respond(shown, HTTPStatus.CREATED, **headers)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _before() -> Session | None:
    """The session that the call came with, signed out or not; None where it came with none."""
    authorization = api.header_values(app, "Authorization")
    try:
        return verify(bearer(", ".join(authorization)), keys_store.key_ring(), clock.now())
    except InvalidToken:
        return None

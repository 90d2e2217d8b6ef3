"""POST /sessions and POST /sessions/order."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import StringConstraints

from functions.session import cookie, order_link
from functions.session.issue_session import issue_session, open_by_link, renew_session
from functions.session.order_link import LinkRefused
from functions.session.token import InvalidToken, Session, bearer
from functions.shared import api, clock
from functions.shared.problems import Problem


def _link_refused(_: LinkRefused) -> Problem:
    detail = "This link opens nothing, or no longer: use the one in the newest mail about the order."
    return Problem(401, "unauthorized", detail).with_header("WWW-Authenticate", "Bearer")


PROBLEMS: api.Problems = {LinkRefused: _link_refused}

app = api.resolver(PROBLEMS)


class LinkBody(api.Body):
    """The order's id stands in the path of the link, the key in its fragment."""

    order_id: Annotated[str, api.Form(r"ord_[a-z2-7]{32}", "This is no order's id")]
    key: Annotated[
        str,
        StringConstraints(max_length=order_link.MAX_LENGTH),
        api.Form(r"[A-Za-z0-9_-]+", "This is no key of a link"),
    ]


@app.post("/sessions")
def post_session() -> api.Response:
    """`{token, owner, expires_at}`, to a browser's page a cookie instead of the token.

    201 with the session of a new owner where no token is sent, 200 with the caller's own one renewed where
    one is. A token that is no good is refused with 401: a caller who has an owner never becomes a stranger
    without knowing.
    """
    now = clock.now()
    authorization = api.header_values(app, "Authorization")
    if not authorization:
        if _cookie() not in (None, cookie.CUSTOMER):
            raise _no_session()
        return _answer(*issue_session(now), HTTPStatus.CREATED, now)
    try:
        token = bearer(", ".join(authorization))
        return _answer(*renew_session(token, now), HTTPStatus.OK, now)
    except InvalidToken as invalid:
        raise _refused(str(invalid)) from invalid


@app.post("/sessions/order")
def post_order_session() -> api.Response:
    """The same, by the link of a mail about an order, for that order alone."""
    now = clock.now()
    body = api.parse(app, LinkBody)
    token, session = open_by_link(body.order_id, body.key, now)
    return _answer(token, session, HTTPStatus.CREATED, now, body.order_id)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)


def _cookie() -> str | None:
    """Which cookie the caller uses; None for who sends a token."""
    return cookie.used(api.header(app, cookie.HEADER))


def _answer(
    token: str, session: Session, status: HTTPStatus, now: datetime, name: str | None = None
) -> api.Response:
    used = _cookie()
    body, headers = cookie.issued(
        token, session, cookie=name or used or cookie.CUSTOMER, by_cookie=used is not None, now=now
    )
    return api.respond(body, status, **headers)


def _no_session() -> Problem:
    detail = "There is no such session in this browser: open one by its link."
    return Problem(401, "unauthorized", detail).with_header("WWW-Authenticate", "Bearer")


def _refused(why: str) -> Problem:
    detail = f"Authorization: {why}. Without this header you get the session of a new owner."
    refusal = Problem(401, "unauthorized", detail).with_header("WWW-Authenticate", "Bearer")
    used = _cookie()
    # The browser sends its cookie whatever the page does: who is refused by it could never begin anew.
    return refusal.with_headers(cookie.dropped(used)) if used else refusal

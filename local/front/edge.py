"""What CloudFront's function does with a request before anybody else sees it, for the edge of the local run.

Line by line as infra/edge/edge.js; infra/edge/cases.json tries both.
"""

import re
from typing import NamedTuple

from multidict import CIMultiDict

SAFE = ("GET", "HEAD", "OPTIONS")
SESSIONS = re.compile(r"session|operator|ord_[a-z2-7]{32}")
FACES = ("console", "crash")
COOKIE, SESSION, VIEWER = "Paidonce-Cookie", "Paidonce-Session", "Paidonce-Viewer"
ELSEWHERE = "Origin: with a cookie, changes are taken from pages of this host alone."


class Refused(NamedTuple):
    """The edge answers a problem itself."""

    status: int
    name: str
    detail: str


def page_of(path: str) -> str:
    """The file that a path stands for: one without a dot is a page of the storefront's, or of the console's,
    which finds out itself which."""
    parts = path.split("/")
    if "." in parts[-1]:
        return path
    return f"/{parts[1] if parts[1] in FACES else 'index'}.html"


def to_api(method: str, headers: CIMultiDict[str], own: str, viewer: str) -> CIMultiDict[str] | Refused:
    """The headers that the API is sent: a session's cookie becomes the Authorization header.

    The API is told by a header that nobody else can send, so that it never hands such a caller a token; what
    is changed so has to come from a page of `own`, this very host's origin. `viewer` is the client's address.
    """
    passed = headers.copy()
    named = headers.get(SESSION)
    for name in (COOKIE, SESSION, "Cookie"):
        passed.popall(name, None)
    passed[VIEWER] = viewer
    if "Authorization" in passed:
        return passed

    name = "session" if named is None else named
    if not SESSIONS.fullmatch(name):
        return Refused(400, "bad-request", "Paidonce-Session: session, operator or an order's id.")
    token = _cookies(headers).get(f"__Host-{name}")
    if token is None and named is None:
        return passed

    if method not in SAFE and headers.get("Origin") != own:
        return Refused(403, "forbidden", ELSEWHERE)
    passed[COOKIE] = name
    if token is not None:
        passed["Authorization"] = f"Bearer {token}"
    return passed


def _cookies(headers: CIMultiDict[str]) -> dict[str, str]:
    """By name, the first of each. No library's: some leave out all where one is malformed."""
    sent = ";".join(headers.getall("Cookie", [])).split(";")
    found: dict[str, str] = {}
    for one in sent:
        name, equals, value = one.strip().partition("=")
        if equals:
            found.setdefault(name, value)
    return found

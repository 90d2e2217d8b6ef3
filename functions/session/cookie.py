"""Sessions of browsers: cookies that pages cannot read, which the edge makes the Authorization header of.

The edge says so in a header that it takes from everybody else: who came so never gets a token in a body. Its
value tells which of a browser's sessions the page uses:

| value | cookie | session |
|---|---|---|
| `session` | `__Host-session` | the customer's |
| `operator` | `__Host-operator` | the operator's, beside it |
| an order's id | `__Host-<order id>` | one by the link of a mail about this order |
"""

import re
from datetime import datetime
from math import ceil
from typing import Any

from functions.session.token import Session
from functions.shared import clock

HEADER = "Paidonce-Cookie"
CUSTOMER, OPERATOR = "session", "operator"
ATTRIBUTES = "Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"
_NAMES = re.compile(rf"{CUSTOMER}|{OPERATOR}|ord_[a-z2-7]{{32}}")


def used(header: str | None) -> str | None:
    """Which cookie the caller uses, by what the edge says; None for who sends a token."""
    return header if header and _NAMES.fullmatch(header) else None


def issued(
    token: str, session: Session, *, cookie: str, by_cookie: bool, now: datetime
) -> tuple[dict[str, Any], dict[str, str]]:
    """The body and the headers by which a session is handed over: as a cookie of this name to who uses
    cookies, else as `token`, `owner`, `expires_at`."""
    shown = {"owner": session.owner, "expires_at": clock.timestamp(session.expires_at)}
    if not by_cookie:
        return {"token": token} | shown, {}
    seconds = ceil((session.expires_at - now).total_seconds())
    return shown, {"Set-Cookie": _cookie(cookie, token, seconds)}


def dropped(cookie: str) -> dict[str, str]:
    """The header that has a browser forget this cookie."""
    return {"Set-Cookie": _cookie(cookie, "", 0)}


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"__Host-{name}={value}; {ATTRIBUTES.format(seconds=seconds)}"

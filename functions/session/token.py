"""Session tokens: signed, small, saying nothing but who, in which session, since when and until when.

A JSON Web Token (RFC 7519), HS256, whose header names the key it was signed with, so that keys can be
rotated while older tokens stay valid. Its claims: `sub` the owner, `exp` when the token expires, `jti` the
session's id, `auth_time` when the session began and, where there are any, `groups` that the owner is in and
the guest's session that it `follows`; all but `exp` stay as they are when it is renewed.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from functions.session.groups import CUSTOMERS, OPERATOR_PREFIX, OPERATORS, order_of_link, owner_by_link
from functions.shared import ids

LIFETIME = timedelta(days=7)
"""Of a token. A session whose token is renewed in time lives on with another one."""

LONGEST_SESSION = timedelta(days=30)
"""Of a session, however often it is renewed: as long as a cart is kept."""

OPERATOR_SESSION = timedelta(hours=8)
"""Of an operator's session and its token: a shift. It is not renewed beyond."""

LINK_SESSION = timedelta(days=1)
"""Of a session by an order's link, and of its token. The link opens another."""

ALGORITHM = "HS256"
SCHEME = "bearer "
MAX_LENGTH = 512
"""Ours have about 250 characters. A longer one could nest its JSON deeper than the parser goes."""


class InvalidToken(Exception):
    """Not ours, changed on the way, or past its time."""


@dataclass(frozen=True)
class KeyRing:
    """The keys that verify tokens, by key id, and the one that signs new ones."""

    signing: str
    keys: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class Session:
    """Times are whole seconds, UTC. `expires_at` is the token's; `began` the session's. `groups`: those that
    the owner is in, none for a guest. `follows`: the guest's session that this one took the place of by a
    login, whose session data is its own now."""

    owner: str
    session_id: str
    began: datetime
    expires_at: datetime
    groups: tuple[str, ...] = ()
    follows: str | None = None

    @property
    def kind(self) -> str:
        """`operator`, `customer` or `guest`."""
        if OPERATORS in self.groups:
            return "operator"
        return "customer" if CUSTOMERS in self.groups else "guest"

    def renewed(self, now: datetime) -> "Session":
        """The session with a token for another week, but not beyond thirty days in all; an operator's not
        beyond its eight hours, one by an order's link not beyond its day."""
        if OPERATORS in self.groups or order_of_link(self.owner):
            return self
        longest = min(now.replace(microsecond=0) + LIFETIME, self.began + LONGEST_SESSION)
        return replace(self, expires_at=max(longest, self.expires_at))


def begin(owner: str, session_id: str, now: datetime) -> Session:
    began = now.replace(microsecond=0)
    return Session(owner, session_id, began, began + LIFETIME)


def begin_customer(owner: str, session_id: str, now: datetime) -> Session:
    """The session of who has an account: as long as a guest's."""
    return replace(begin(owner, session_id, now), groups=(CUSTOMERS,))


def begin_operator(name: str, session_id: str, now: datetime) -> Session:
    """The session of the operator of this name, for eight hours."""
    began = now.replace(microsecond=0)
    return Session(OPERATOR_PREFIX + name, session_id, began, began + OPERATOR_SESSION, (OPERATORS,))


def begin_by_link(order_id: str, session_id: str, now: datetime) -> Session:
    """A session for this order alone, for a day."""
    began = now.replace(microsecond=0)
    return Session(owner_by_link(order_id), session_id, began, began + LINK_SESSION)


def bearer(authorization: str) -> str:
    """The token in the value of an Authorization header (RFC 6750). Raises InvalidToken."""
    if authorization[: len(SCHEME)].lower() != SCHEME:
        raise InvalidToken("it is no bearer token")
    return authorization[len(SCHEME) :].strip()


def sign(session: Session, ring: KeyRing) -> str:
    claims: dict[str, Any] = {
        "sub": session.owner,
        "exp": int(session.expires_at.timestamp()),
        "jti": session.session_id,
        "auth_time": int(session.began.timestamp()),
    }
    if session.groups:
        claims["groups"] = list(session.groups)
    if session.follows:
        claims["follows"] = session.follows
    return jwt.encode(
        claims, ring.keys[ring.signing], algorithm=ALGORITHM, headers={"kid": ring.signing, "typ": None}
    )


def verify(token: str, ring: KeyRing, now: datetime) -> Session:
    """Raises InvalidToken."""
    if len(token) > MAX_LENGTH:
        raise InvalidToken("the token is not ours")
    try:
        key = ring.keys[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(
            token, key, algorithms=[ALGORITHM], options={"require": ["sub", "exp"], "verify_exp": False}
        )
        session = _session(claims)
    except (jwt.InvalidTokenError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise InvalidToken("the token is not ours") from error
    if session.expires_at <= now:
        raise InvalidToken("the token has expired")
    return session


def _session(claims: dict[str, Any]) -> Session:
    """Tokens of the first kind named neither the session nor when it began: that was a week before they
    expire, and what they say is all that tells such a session from others."""
    owner, expires_at = claims["sub"], datetime.fromtimestamp(claims["exp"], UTC)
    if "auth_time" not in claims:
        return Session(owner, ids.first_session(owner, claims["exp"]), expires_at - LIFETIME, expires_at)
    began = datetime.fromtimestamp(claims["auth_time"], UTC)
    return Session(owner, claims["jti"], began, expires_at, _groups(claims), claims.get("follows"))


def _groups(claims: dict[str, Any]) -> tuple[str, ...]:
    """Raises TypeError for what is no list of names."""
    groups = claims.get("groups", [])
    if not isinstance(groups, list) or not all(isinstance(group, str) for group in groups):
        raise TypeError("groups is no list of names")
    return tuple(groups)

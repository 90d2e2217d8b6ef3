"""Session tokens: signed, small, saying nothing but who and until when.

A JSON Web Token (RFC 7519), HS256, whose header names the key it was signed with, so that keys can be
rotated while older tokens stay valid.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt

LIFETIME = timedelta(days=7)
ALGORITHM = "HS256"
MAX_LENGTH = 512
"""Ours have about 150 characters. A longer one could nest its JSON deeper than the parser goes."""


class InvalidToken(Exception):
    """Not ours, changed on the way, or past its time."""


@dataclass(frozen=True)
class KeyRing:
    """The keys that verify tokens, by key id, and the one that signs new ones."""

    signing: str
    keys: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class Session:
    owner: str
    expires_at: datetime


def sign(session: Session, ring: KeyRing) -> str:
    claims = {"sub": session.owner, "exp": int(session.expires_at.timestamp())}
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
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as error:
        raise InvalidToken("the token is not ours") from error
    session = Session(claims["sub"], datetime.fromtimestamp(claims["exp"], UTC))
    if session.expires_at <= now:
        raise InvalidToken("the token has expired")
    return session

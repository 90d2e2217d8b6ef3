"""ID tokens: who logged in, as an issuer says it (OpenID Connect Core 1.0, 3.1.3.7).

Whatever is wrong is refused alike; the text of the error is for logs, and quotes nothing of the token.
"""

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from functions.account import es256, rs256
from functions.account.jwk import PublicKey, decode

READERS: dict[str, Callable[[dict[str, Any]], PublicKey]] = {
    rs256.ALGORITHM: rs256.read_key,
    es256.ALGORITHM: es256.read_key,
}
"""By the algorithm that a token says it is signed by: which keys can be meant. No other is taken."""
SKEW = timedelta(minutes=1)
"""How far the issuer's clock and ours may be apart."""
MAX_LENGTH = 16 * 1024
MAX_SUBJECT = 255
MAX_EMAIL = 254
MAX_GROUPS = 200


class IdTokenRefused(Exception):
    """Not the issuer's, not for us, not for this login, not now, or not readable."""


@dataclass(frozen=True)
class Expected:
    """What a token of ours says: `issuer` and `audience` as they are configured, the `nonce` of this login,
    and the claims that hold the groups and the name by which operators go."""

    issuer: str
    audience: str
    nonce: str
    groups_claim: str
    name_claim: str


@dataclass(frozen=True)
class Person:
    """`subject` is the issuer's own id, which never changes and is never another's. `email` is there where
    the issuer has verified it."""

    subject: str
    name: str
    groups: frozenset[str]
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Signer:
    """Whose signature a token says it has: `key_id` is None where it does not say, as it need not where there
    is but one key for the algorithm (RFC 7515, 4.1.4)."""

    algorithm: str
    key_id: str | None

    def read_key(self, jwk: dict[str, Any]) -> PublicKey:
        """Raises NoKey for what this signer cannot have signed with."""
        return READERS[self.algorithm](jwk)


def nonce_of(code_verifier: str) -> str:
    """The nonce that a client sends along when it means to show this verifier: base64url of the SHA-256 of
    `nonce.<code_verifier>`. An ID token that was issued for another login has another one."""
    digest = sha256(f"nonce.{code_verifier}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def signer_of(token: str) -> Signer:
    """Who is said to have signed it. Raises IdTokenRefused."""
    header = _object(_parts(token)[0])
    algorithm, named = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in READERS or "crit" in header:
        raise IdTokenRefused(f"it is not signed by {' or '.join(READERS)}")
    if named is not None and not isinstance(named, str):
        raise IdTokenRefused("what it says of its key is no name")
    return Signer(algorithm, named)


def read_id_token(token: str, key: PublicKey, expected: Expected, now: datetime) -> Person:
    """Raises IdTokenRefused."""
    header, payload, signature = _parts(token)
    if not key.verifies(f"{header}.{payload}".encode(), _decoded(signature)):
        raise IdTokenRefused("its signature is not the issuer's")
    claims = _object(payload)
    _check_times(claims, now)
    _check_purpose(claims, expected)
    return _person(claims, expected)


def _check_times(claims: dict[str, Any], now: datetime) -> None:
    moment, skew = now.timestamp(), SKEW.total_seconds()
    if _moment(claims, "exp") <= moment - skew:
        raise IdTokenRefused("it has expired")
    if _moment(claims, "iat") > moment + skew or _moment(claims, "nbf", default=0) > moment + skew:
        raise IdTokenRefused("it is not valid yet")


def _check_purpose(claims: dict[str, Any], expected: Expected) -> None:
    audiences = claims.get("aud")
    if claims.get("iss") != expected.issuer:
        raise IdTokenRefused("it is another issuer's")
    if audiences not in (expected.audience, [expected.audience]):
        raise IdTokenRefused("it is for another client")
    if claims.get("azp", expected.audience) != expected.audience:
        raise IdTokenRefused("it was given to another client")
    if claims.get("token_use", "id") != "id":
        raise IdTokenRefused("it is no ID token")
    if not hmac.compare_digest(str(claims.get("nonce")).encode(), expected.nonce.encode()):
        raise IdTokenRefused("it is for another login")


def _person(claims: dict[str, Any], expected: Expected) -> Person:
    subject, groups = claims.get("sub"), claims.get(expected.groups_claim, [])
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT:
        raise IdTokenRefused("it does not say whose it is")
    if not isinstance(groups, list) or len(groups) > MAX_GROUPS:
        raise IdTokenRefused("its groups are no list")
    named = frozenset(group for group in groups if isinstance(group, str))
    return Person(subject, str(claims.get(expected.name_claim, "")), named, _email(claims))


def _email(claims: dict[str, Any]) -> str | None:
    email = claims.get("email")
    if not isinstance(email, str) or not 0 < len(email) <= MAX_EMAIL:
        return None
    return email if claims.get("email_verified") in (True, "true") else None


def _moment(claims: dict[str, Any], claim: str, default: int | None = None) -> float:
    found = claims.get(claim, default)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise IdTokenRefused(f"it has no {claim}")
    return found


def _parts(token: str) -> list[str]:
    parts = token.split(".")
    if len(token) > MAX_LENGTH or len(parts) != 3:
        raise IdTokenRefused("it is no token")
    return parts


def _object(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_decoded(part))
    except (ValueError, RecursionError) as error:
        raise IdTokenRefused("it cannot be read") from error
    if not isinstance(found, dict):
        raise IdTokenRefused("it cannot be read")
    return found


def _decoded(part: str) -> bytes:
    try:
        return decode(part)
    except ValueError as error:
        raise IdTokenRefused("it cannot be read") from error

"""What JSON Web Keys (RFC 7517) and their signatures have in common, of whichever kind they are."""

import base64
import re
from typing import Any, Protocol

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


class NoKey(Exception):
    """A JSON Web Key that is no key for signatures of this kind, or too weak a one."""


class PublicKey(Protocol):
    def verifies(self, text: bytes, signature: bytes) -> bool:
        """Whether `signature` is this key's for the text."""


def check_purpose(jwk: dict[str, Any], kind: str, algorithm: str) -> None:
    """Raises NoKey where it is another kind of key, or one for something else."""
    signs = jwk.get("use", "sig") == "sig" and jwk.get("alg", algorithm) == algorithm
    if jwk.get("kty") != kind or not signs:
        raise NoKey(f"it is not for {algorithm} signatures")


def octets(jwk: dict[str, Any], part: str) -> bytes:
    """Raises NoKey."""
    try:
        return decode(jwk[part])
    except (KeyError, TypeError, ValueError) as error:
        raise NoKey("its numbers cannot be read") from error


def decode(text: str) -> bytes:
    """Base64 of URLs, without padding (RFC 7515, 2). Raises ValueError, TypeError."""
    if not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError("it is not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""RS256: whether a text was signed by the holder of an RSA key (RFC 7518, 3.3; RFC 8017, 8.2.2).

To verify is one power and one comparison, and keeps no secret: a library that signs, too, would be a layer of
machine code for a function that never does (docs/decisions/0082-who-logged-in.md).
"""

import base64
import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

MIN_BITS, MAX_BITS = 2048, 8192
MAX_EXPONENT = 2**32
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")
"""What stands before a SHA-256 digest to say that it is one (RFC 8017, 9.2, note 1)."""


class NoKey(Exception):
    """A JSON Web Key that is no RSA key for RS256 signatures, or too weak a one."""


@dataclass(frozen=True)
class RsaKey:
    """A public key."""

    modulus: int
    exponent: int


def read_key(jwk: dict[str, Any]) -> RsaKey:
    """The key that a JSON Web Key (RFC 7517) stands for. Raises NoKey."""
    if jwk.get("kty") != "RSA" or jwk.get("use", "sig") != "sig" or jwk.get("alg", "RS256") != "RS256":
        raise NoKey("it is not for RS256 signatures")
    try:
        modulus, exponent = (int.from_bytes(decode(jwk[part])) for part in ("n", "e"))
    except (KeyError, TypeError, ValueError) as error:
        raise NoKey("its numbers cannot be read") from error
    sound = MIN_BITS <= modulus.bit_length() <= MAX_BITS and 3 <= exponent < MAX_EXPONENT
    if not sound or modulus % 2 == 0 or exponent % 2 == 0:
        raise NoKey("its numbers are no RSA key's, or too small")
    return RsaKey(modulus, exponent)


def verifies(text: bytes, signature: bytes, key: RsaKey) -> bool:
    """Whether `signature` is this key's for the text. The padding is made anew and compared whole: reading it
    out of the signature is how forgeries were let through."""
    size = (key.modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature)
    if len(signature) != size or number >= key.modulus:
        return False
    digest = _SHA_256 + sha256(text).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    return hmac.compare_digest(pow(number, key.exponent, key.modulus).to_bytes(size), padded)


def decode(text: str) -> bytes:
    """Base64 of URLs, without padding (RFC 7515, 2). Raises ValueError, TypeError."""
    if not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError("it is not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""RS256: whether a text was signed by the holder of an RSA key (RFC 7518, 3.3; RFC 8017, 8.2.2).

To verify is one power and one comparison, and keeps no secret: a library that signs, too, would be a layer of
machine code for a function that never does (docs/decisions/0082-who-logged-in.md).
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from functions.account.jwk import NoKey, check_purpose, octets

ALGORITHM = "RS256"
MIN_BITS, MAX_BITS = 2048, 8192
MAX_EXPONENT = 2**32
_SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")
"""What stands before a SHA-256 digest to say that it is one (RFC 8017, 9.2, note 1)."""


@dataclass(frozen=True)
class RsaKey:
    """A public key."""

    modulus: int
    exponent: int

    def verifies(self, text: bytes, signature: bytes) -> bool:
        """Whether `signature` is this key's for the text. The padding is made anew and compared whole:
        reading it out of the signature is how forgeries were let through."""
        size = (self.modulus.bit_length() + 7) // 8
        number = int.from_bytes(signature)
        if len(signature) != size or number >= self.modulus:
            return False
        digest = _SHA_256 + sha256(text).digest()
        padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
        return hmac.compare_digest(pow(number, self.exponent, self.modulus).to_bytes(size), padded)


def read_key(jwk: dict[str, Any]) -> RsaKey:
    """The key that a JSON Web Key stands for. Raises NoKey."""
    check_purpose(jwk, "RSA", ALGORITHM)
    modulus, exponent = (int.from_bytes(octets(jwk, part)) for part in ("n", "e"))
    sound = MIN_BITS <= modulus.bit_length() <= MAX_BITS and 3 <= exponent < MAX_EXPONENT
    if not sound or modulus % 2 == 0 or exponent % 2 == 0:
        raise NoKey("its numbers are no RSA key's, or too small")
    return RsaKey(modulus, exponent)

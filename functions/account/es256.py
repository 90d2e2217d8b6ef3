"""ES256: whether a text was signed by the holder of a key on the curve P-256 (RFC 7518, 3.4; FIPS 186-5).

As rs256.py, and for the same reasons, without a library. Numbers are public, so their time tells nothing.

Of each signature (r, s) there is another, (r, -s), that is as good: nothing here is known by its signature,
so that neither is refused.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from functions.account.jwk import NoKey, check_purpose, octets

ALGORITHM = "ES256"
CURVE = "P-256"
SIZE = 32
"""Bytes of a number."""

Point = tuple[int, int] | None
"""Of the curve; None is the point at infinity."""

# The curve y^2 = x^3 - 3x + B over the field of PRIME, and its base point of order ORDER (SP 800-186, 3.2.1).
PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


@dataclass(frozen=True)
class EcKey:
    """A public key: a point of the curve."""

    x: int
    y: int

    def verifies(self, text: bytes, signature: bytes) -> bool:
        """Whether `signature` is this key's for the text. A zero is refused by name: with it, everything
        would verify."""
        r, s = int.from_bytes(signature[:SIZE]), int.from_bytes(signature[SIZE:])
        if len(signature) != 2 * SIZE or not (0 < r < ORDER and 0 < s < ORDER):
            return False
        inverse = pow(s, -1, ORDER)
        digest = int.from_bytes(sha256(text).digest())
        found = _combined(digest * inverse % ORDER, r * inverse % ORDER, (self.x, self.y))
        return found is not None and found[0] % ORDER == r


def read_key(jwk: dict[str, Any]) -> EcKey:
    """The key that a JSON Web Key stands for. Raises NoKey."""
    check_purpose(jwk, "EC", ALGORITHM)
    if jwk.get("crv") != CURVE:
        raise NoKey("it is on another curve")
    numbers = [octets(jwk, part) for part in ("x", "y")]
    x, y = map(int.from_bytes, numbers)
    if any(len(one) != SIZE for one in numbers) or max(x, y) >= PRIME:
        raise NoKey("its numbers are too long, or too short")
    if (y * y - x * x * x + 3 * x - B) % PRIME:
        raise NoKey("it is no point of the curve")
    return EcKey(x, y)


def _combined(u: int, v: int, point: tuple[int, int]) -> Point:
    """u times the base point and v times `point`, added: both at once, bit by bit."""
    terms: tuple[Point, ...] = (None, BASE, point, _sum(BASE, point))
    found: Point = None
    for bit in reversed(range(8 * SIZE)):
        found = _sum(found, found)
        found = _sum(found, terms[(u >> bit & 1) + 2 * (v >> bit & 1)])
    return found


def _sum(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return other if one is None else one
    (x, y), (other_x, other_y) = one, other
    if x != other_x:
        slope = (other_y - y) * pow(other_x - x, -1, PRIME)
    elif y == other_y:
        slope = (3 * x * x - 3) * pow(2 * y, -1, PRIME)
    else:
        return None
    summed = (slope * slope - x - other_x) % PRIME
    return summed, (slope * (x - summed) - y) % PRIME

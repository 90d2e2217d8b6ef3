"""Signed texts: given out to a client, and taken back only unchanged and from the one they were given to.

HMAC-SHA-256 under the session keys, each bent to this purpose, so that no signed text is a session token.
"""

import base64
import binascii
import hmac
from hashlib import sha256

from functions.session.token import KeyRing

PURPOSE = b"paidonce sealed text"
MAX_LENGTH = 512
_MAC_BYTES = 16


class SignatureBroken(Exception):
    """Not ours, changed on the way, given to somebody else, or signed with a key that is gone."""


def sign_text(text: str, owner: str, ring: KeyRing) -> str:
    """Letters, digits, `-` and `_`. Whoever holds it can read the text; nobody else can make another."""
    return _sign(text, owner, ring.signing, ring)


def read_signed(signed: str, owner: str, ring: KeyRing) -> str:
    """The text that was signed for this owner. Raises SignatureBroken."""
    if len(signed) > MAX_LENGTH:
        raise SignatureBroken
    try:
        padded = signed.encode("ascii") + b"=" * (-len(signed) % 4)
        content = base64.b64decode(padded, altchars=b"-_", validate=True)[_MAC_BYTES:]
        key_id, _, text = content.decode().partition("\n")
        again = _sign(text, owner, key_id, ring)
    except (UnicodeError, binascii.Error, KeyError) as error:
        raise SignatureBroken from error
    # The whole text and not only its MAC: base64 has several spellings of the same bytes.
    if not hmac.compare_digest(again, signed):
        raise SignatureBroken
    return text


def _sign(text: str, owner: str, key_id: str, ring: KeyRing) -> str:
    key = hmac.digest(ring.keys[key_id].encode(), PURPOSE, sha256)
    mac = hmac.digest(key, f"{owner}\n{key_id}\n{text}".encode(), sha256)[:_MAC_BYTES]
    return base64.urlsafe_b64encode(mac + f"{key_id}\n{text}".encode()).decode().rstrip("=")

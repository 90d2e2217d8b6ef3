"""Keys in the links of mails: whoever got a mail about an order comes back to that order and to nothing else.

A key is a signed text that says until when it is good, signed for one order. It is stored nowhere.
"""

from datetime import datetime, timedelta

from functions.session.signed_text import SignatureBroken, read_signed, sign_text
from functions.session.token import KeyRing

GOOD_FOR = timedelta(days=90)
"""From the mail on: longer than goods may be sent back and money be given back for them."""

MAX_LENGTH = 200
"""Ours have about 60 characters."""


class LinkRefused(Exception):
    """A key that is not ours, was changed, is another order's, or is past its time: all alike."""


def make_key(order_id: str, ring: KeyRing, now: datetime) -> str:
    """Letters, digits, `-` and `_`; good for ninety days."""
    return sign_text(str(int((now + GOOD_FOR).timestamp())), _purpose(order_id), ring)


def check_key(order_id: str, key: str, ring: KeyRing, now: datetime) -> None:
    """Raises LinkRefused."""
    try:
        good_until = int(read_signed(key, _purpose(order_id), ring))
    except (SignatureBroken, ValueError) as error:
        raise LinkRefused from error
    if good_until <= now.timestamp():
        raise LinkRefused


def link_to(pages: str, order_id: str, key: str) -> str:
    """The address of the order's page. The key stands in the fragment, which browsers keep to themselves."""
    return f"{pages.rstrip('/')}/orders/{order_id}#key={key}"


def _purpose(order_id: str) -> str:
    """What a key is signed for: no owner is called so, whose cursors are signed likewise."""
    return f"link of {order_id}"

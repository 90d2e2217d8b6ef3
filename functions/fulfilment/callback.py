"""Callback ids: what a warehouse answers with. Signed, good until the order's time to pack is over, and of
use once, since the decision they lead to is made once. The state machine's own token never leaves the house.

The same order and time give the same id, so an offer that is made twice is one offer.
"""

from datetime import datetime

from functions.session.signed_text import SignatureBroken, read_signed, sign_text
from functions.session.token import KeyRing
from functions.shared import ids

HOLDER = "warehouse"
"""Whom they are signed for; no owner of carts is called so, so no cursor of theirs is a callback id."""


class CallbackUnknown(Exception):
    """Not ours, or changed on the way."""


class CallbackExpired(Exception):
    """It was ours, for `order_id`; the time to pack is over."""

    def __init__(self, order_id: str) -> None:
        super().__init__(order_id)
        self.order_id = order_id


def mint(order_id: str, pack_by: str, ring: KeyRing) -> str:
    """Letters, digits, `-` and `_`, about 110 of them."""
    return sign_text(f"{order_id} {pack_by}", HOLDER, ring)


def read(callback_id: str, ring: KeyRing, now: datetime) -> str:
    """The id of the order. Raises CallbackUnknown, CallbackExpired."""
    try:
        order_id, _, pack_by = read_signed(callback_id, HOLDER, ring).partition(" ")
        expires = datetime.fromisoformat(pack_by)
    except (SignatureBroken, ValueError) as broken:
        raise CallbackUnknown from broken
    if not ids.is_order_id(order_id):
        raise CallbackUnknown
    if expires <= now:
        raise CallbackExpired(order_id)
    return order_id

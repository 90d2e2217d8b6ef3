"""Merge a guest's cart into the owner's, as after a login: once, whoever else is changing either of them."""

from functions.cart import store
from functions.cart.cart import Cart, CartFull, merge
from functions.cart.change_cart import checkout_in_progress
from functions.session import links
from functions.shared import clock
from functions.shared.problems import Problem, try_again, unprocessable
from functions.shared.table import ConditionRefused, transact

TRIES = 10


def merge_carts(owner: str, guest: str) -> Cart:
    """The owner's cart, with the guest's lines whose line_id it lacked; they left the guest's in the same
    transaction, which also makes the guest's orders readable to the owner.

    Finding nothing to do changes nothing. Raises Problem: 409 while an order claims either cart, 422 if the
    lines are too many, the guests are, or the guest is the owner; then nothing has moved.
    """
    if guest == owner:
        raise unprocessable("token: it is your own; the token of the guest's session belongs here.")
    for attempt in range(TRIES):
        merged = _try_to_merge(owner, guest)
        if merged is not None:
            return merged
        clock.pause(0.005 * attempt)
    raise try_again("The carts are being changed from many places at once.")


def _try_to_merge(owner: str, guest: str) -> Cart | None:
    """None if either cart moved meanwhile."""
    now = clock.now()
    mine, theirs = store.load(owner, now), store.load(guest, now)
    merged, left = _merged(mine, theirs)
    if merged == mine and guest in links.linked_guests(owner):
        return mine
    for cart in (mine, theirs):
        if cart.checkout is not None:
            raise checkout_in_progress(cart.checkout)
    try:
        transact(
            [
                links.link(owner, guest),
                store.become(merged, mine, now),
                store.become(left, theirs, now),
            ]
        )
    except ConditionRefused as refused:
        if links.LABEL in refused.refused:
            raise _too_many_guests() from refused
        return None
    return merged


def _merged(mine: Cart, theirs: Cart) -> tuple[Cart, Cart]:
    try:
        return merge(mine, theirs)
    except CartFull as full:
        raise unprocessable(f"{full}.".capitalize()) from full


def _too_many_guests() -> Problem:
    return unprocessable(f"token: at most {links.MOST_GUESTS} guests can be merged into one owner.")

"""Merge a guest's cart into the owner's, as after a login: once, whoever else is changing either of them."""

from functools import partial

from functions.cart import store
from functions.cart.cart import Cart, CheckoutInProgress, merge
from functions.session import owners_store
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.errors import BusinessError
from functions.shared.table import ConditionRefused, transact

TRIES = 10
PAUSE_SECONDS = 0.005


class OwnCart(BusinessError):
    """The guest is the owner: there is nothing to merge."""


class TooManyGuests(BusinessError):
    """The owner has merged as many guests as one owner may."""


class _Moved(Exception):
    """Either cart was changed by others."""


def merge_carts(owner: str, guest: str) -> Cart:
    """The owner's cart, with the guest's lines whose line_id it lacked; they left the guest's in the same
    transaction, which also makes the guest's orders readable to the owner.

    Finding nothing to do changes nothing. Raises OwnCart, TooManyGuests, CartFull, CheckoutInProgress while
    an order claims either cart, Contended; then nothing has moved.
    """
    if guest == owner:
        raise OwnCart(owner)
    attempt = partial(_merge, owner, guest)
    return contend(attempt, "merge two carts", tries=TRIES, pause=PAUSE_SECONDS, refusals=(_Moved,))


def _merge(owner: str, guest: str) -> Cart:
    now = clock.now()
    mine, theirs = store.load(owner, now), store.load(guest, now)
    merged, left = merge(mine, theirs)
    if merged == mine and guest in owners_store.linked_guests(owner):
        return mine
    for cart in (mine, theirs):
        if cart.checkout is not None:
            raise CheckoutInProgress(cart.checkout)
    link = owners_store.link(owner, guest)
    moves = [link, store.become(merged, mine, now), store.become(left, theirs, now, merged_into=owner)]
    try:
        transact(moves)
    except ConditionRefused as refused:
        if owners_store.LABEL in refused.refused:
            raise TooManyGuests(owner) from refused
        raise _Moved from refused
    return merged

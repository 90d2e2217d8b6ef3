"""Merge a guest's cart into the owner's, as after a login: once, whoever else is changing either of them."""

from dataclasses import dataclass
from functools import partial

from functions.cart import store
from functions.cart.cart import Cart, CheckoutInProgress, merge
from functions.session import owners_store
from functions.session.owners_store import MOST_GUESTS
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.errors import BusinessError
from functions.shared.table import ConditionRefused, transact

TRIES = 10
PAUSE_SECONDS = 0.005


class OwnCart(BusinessError):
    """The guest is the owner: there is nothing to merge."""


class _Moved(Exception):
    """Either cart, or the owner's list of guests, was changed by others."""


@dataclass(frozen=True)
class Merged:
    """`linked`: the guest's orders are the owner's too. They are not where the owner has twenty guests
    already."""

    cart: Cart
    linked: bool


def merge_carts(owner: str, guest: str) -> Merged:
    """The owner's cart with what the guest's held; it left the guest's in the same transaction, which also
    links the guest's orders to the owner.

    Finding nothing to do changes nothing. Raises OwnCart, CartFull, CheckoutInProgress while an order claims
    either cart, Contended; then nothing has moved.
    """
    if guest == owner:
        raise OwnCart(owner)
    attempt = partial(_merge, owner, guest)
    return contend(attempt, "merge two carts", tries=TRIES, pause=PAUSE_SECONDS, refusals=(_Moved,))


def _merge(owner: str, guest: str) -> Merged:
    now = clock.now()
    mine, theirs = store.load(owner, now), store.load(guest, now)
    merged, left = merge(mine, theirs)
    guests = owners_store.linked_guests(owner)
    linked = guest in guests or len(guests) < MOST_GUESTS
    to_link = linked and guest not in guests
    if (merged, left) == (mine, theirs) and not to_link:
        return Merged(mine, linked)
    for cart in (mine, theirs):
        if cart.checkout is not None:
            raise CheckoutInProgress(cart.checkout)
    link = [owners_store.link(owner, guest)] if to_link else []
    try:
        left_behind = store.become(left, theirs, now, merged_into=owner)
        transact([*link, store.become(merged, mine, now), left_behind])
    except ConditionRefused as refused:
        raise _Moved from refused
    return Merged(merged, linked)

"""Merge a guest's account into an owner's, as after a login: once, whoever redeems or grants meanwhile."""

from functools import partial

from functions.credit import store, writes
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.table import transact

TRIES = 20
PAUSE_SECONDS = 0.005


def merge_accounts(owner: str, guest: str) -> None:
    """What is free in the guest's account is the owner's, and so is whatever comes to the guest from now on.

    An account that was merged before stays merged as it was. Raises Contended.
    """
    attempt = partial(_merge, owner, guest)
    contend(attempt, "merge two accounts", tries=TRIES, pause=PAUSE_SECONDS)


def _merge(owner: str, guest: str) -> None:
    theirs = store.load(guest)
    if theirs.merged_into is not None:
        return
    mine = store.standing(owner)
    if mine.owner == guest:
        # The owner's account went into the guest's before: all is in one place already.
        return
    transact(writes.merge(theirs, mine.owner, clock.timestamp(clock.now())))

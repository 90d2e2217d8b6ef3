"""Rotate the session keys, or revoke one, beside any number of others doing the same."""

from collections.abc import Callable
from datetime import datetime

from functions.session import keys, store
from functions.session.keys import Keys
from functions.shared import ids
from functions.shared.contention import contend

TRIES = 20
PAUSE_SECONDS = 0.02


def rotate_keys(now: datetime) -> tuple[Keys, Keys]:
    """The keys before and after: with a new one, without those that no living token needs.

    Raises KeysRefused, KeysBroken, Contended.
    """
    key_id, secret = ids.new_session_key()
    return _change(lambda seen: keys.rotated(seen, key_id, secret, now))


def rotate_aged_keys(now: datetime) -> tuple[Keys, Keys]:
    """As rotate_keys, where the newest key is old enough; otherwise the same keys twice, and nothing is
    written: of two who find it old at once, one rotates.

    Raises KeysRefused, KeysBroken, Contended.
    """
    key_id, secret = ids.new_session_key()
    return _change(lambda seen: keys.rotated(seen, key_id, secret, now) if keys.aged(seen, now) else seen)


def revoke_key(key_id: str) -> tuple[Keys, Keys]:
    """The keys before and after. Raises KeysRefused, KeysBroken, Contended."""
    return _change(lambda seen: keys.revoked(seen, key_id))


def replace_keys(now: datetime) -> tuple[Keys, Keys]:
    """The keys before and after: a new one, which signs at once, and no other.

    Raises KeysBroken, Contended.
    """
    key_id, secret = ids.new_session_key()
    return _change(lambda _: keys.alone(key_id, secret, now))


def _change(change: Callable[[Keys], Keys]) -> tuple[Keys, Keys]:
    def attempt() -> tuple[Keys, Keys]:
        seen = store.load()
        changed = change(seen.keys)
        if changed != seen.keys:
            store.replace(changed, seen)
        return seen.keys, changed

    refusals = (store.KeysMoved,)
    return contend(attempt, "change the session keys", tries=TRIES, pause=PAUSE_SECONDS, refusals=refusals)

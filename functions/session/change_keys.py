"""Rotate the session keys, or revoke one, beside any number of others doing the same."""

from collections.abc import Callable
from datetime import datetime

from functions.session import keys, store
from functions.session.keys import Keys
from functions.shared import clock, ids
from functions.shared.errors import TransientError

TRIES = 20


class KeysContended(TransientError):
    """Others changed the keys every time they were about to be written."""


def rotate_keys(now: datetime) -> tuple[Keys, Keys]:
    """The keys before and after: with a new one, without those that no living token needs.

    Raises KeysRefused, KeysBroken, KeysContended.
    """
    key_id, secret = ids.new_session_key()
    return _change(lambda seen: keys.rotated(seen, key_id, secret, now))


def revoke_key(key_id: str) -> tuple[Keys, Keys]:
    """The keys before and after. Raises KeysRefused, KeysBroken, KeysContended."""
    return _change(lambda seen: keys.revoked(seen, key_id))


def _change(change: Callable[[Keys], Keys]) -> tuple[Keys, Keys]:
    for attempt in range(TRIES):
        seen = store.load()
        changed = change(seen.keys)
        try:
            store.replace(changed, seen)
        except store.KeysMoved:
            clock.pause(0.02 * attempt)
            continue
        return seen.keys, changed
    raise KeysContended(f"the session keys were changed by others {TRIES} times")

"""`rotate-session-keys` and `revoke-session-key`, and what they tell of the keys."""

from typing import Any

from functions.session.change_keys import revoke_key, rotate_keys
from functions.session.keys import Keys, KeysBroken, KeysRefused, describe
from functions.shared import clock
from ops.errors import CommandError


def rotate_session_keys() -> dict[str, Any]:
    """`{"added", "dropped", "keys": [{"id", "signs_from", "signs"}]}`. Raises CommandError."""
    try:
        return _report(*rotate_keys(clock.now()))
    except (KeysBroken, KeysRefused) as refusal:
        raise CommandError(str(refusal)) from None


def revoke_session_key(key_id: str) -> dict[str, Any]:
    """As rotate_session_keys. Raises CommandError."""
    try:
        return _report(*revoke_key(key_id))
    except (KeysBroken, KeysRefused) as refusal:
        raise CommandError(str(refusal)) from None


def _report(before: Keys, after: Keys) -> dict[str, Any]:
    old, new = ({key.key_id for key in keys} for keys in (before, after))
    return {
        "added": sorted(new - old),
        "dropped": sorted(old - new),
        "keys": describe(after, clock.now()),
    }

"""Show the keys that sign sessions, rotate them, or revoke one."""

from datetime import datetime
from typing import Any

from functions.operations.errors import OperationRefused, TargetUnknown
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.session import store as session_store
from functions.session.change_keys import replace_keys, revoke_key, rotate_aged_keys, rotate_keys
from functions.session.keys import Keys, KeysBroken, KeysRefused, aged, describe, revoked
from functions.shared import clock
from functions.shared.clock import timestamp

TARGET = "session-keys"
SCHEDULE = "schedule"
"""Who rotates keys that have grown old, as the journal names it."""


def show_session_keys() -> dict[str, Any]:
    """`{keys: [{id, signs_from, signs, needed_until}]}`, as they stand: ids and times, no secrets. Raises
    OperationRefused."""
    try:
        return {"keys": describe(session_store.load().keys, clock.now())}
    except KeysBroken as broken:
        raise OperationRefused(str(broken)) from None


def rotate_session_keys(signed: Signed) -> dict[str, Any]:
    """`{added, dropped, keys: [{id, signs_from, signs, needed_until}]}`: ids and times, no secrets. The
    journal is told first: no transaction holds a secret. Raises OperationRefused."""
    journal_store.write_entries([Entry("rotate-session-keys", TARGET, signed)])
    try:
        return _report(*rotate_keys(clock.now()))
    except (KeysBroken, KeysRefused) as refusal:
        raise OperationRefused(str(refusal)) from None


def rotate_aged_session_keys(now: datetime) -> dict[str, Any]:
    """As rotate_session_keys, where the newest key has signed for long enough; otherwise nothing is written,
    in the journal neither. Raises KeysBroken, KeysRefused."""
    seen = session_store.load().keys
    if not aged(seen, now):
        return _report(seen, seen)
    signed = Signed(SCHEDULE, "the newest key is old enough for the next to follow", timestamp(now))
    journal_store.write_entries([Entry("rotate-session-keys", TARGET, signed)])
    return _report(*rotate_aged_keys(now))


def revoke_session_key(key_id: str, signed: Signed) -> dict[str, Any]:
    """As rotate_session_keys; what is refused is not told. Raises TargetUnknown, OperationRefused."""
    _require_revocable(key_id)
    journal_store.write_entries([Entry("revoke-session-key", TARGET, signed, {"key": key_id})])
    try:
        return _report(*revoke_key(key_id))
    except (KeysBroken, KeysRefused) as refusal:
        raise OperationRefused(str(refusal)) from None


def replace_session_keys(signed: Signed) -> dict[str, Any]:
    """As rotate_session_keys: a new key signs at once, and no other is left. Raises OperationRefused."""
    journal_store.write_entries([Entry("replace-session-keys", TARGET, signed)])
    try:
        return _report(*replace_keys(clock.now()))
    except KeysBroken as broken:
        raise OperationRefused(str(broken)) from None


def _require_revocable(key_id: str) -> None:
    try:
        known = session_store.load().keys
        if key_id not in {key.key_id for key in known}:
            raise TargetUnknown(f"there is no session key {key_id!r}")
        revoked(known, key_id)
    except (KeysBroken, KeysRefused) as refusal:
        raise OperationRefused(str(refusal)) from None


def _report(before: Keys, after: Keys) -> dict[str, Any]:
    old, new = ({key.key_id for key in keys} for keys in (before, after))
    return {
        "added": sorted(new - old),
        "dropped": sorted(old - new),
        "keys": describe(after, clock.now()),
    }

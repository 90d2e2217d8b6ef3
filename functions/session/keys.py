"""The rules of session keys: which one signs, which still verify, what rotating and revoking leave behind.

A key signs from its time on until the time of the next; the tokens and the links it signed live on.
Everyone's copy of the keys may be five minutes old, so a new key is published before it signs.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.session import order_link
from functions.session.token import LIFETIME, KeyRing
from functions.shared.clock import timestamp

PUBLISHED_BEFORE = timedelta(minutes=10)
"""How long a key is known before it signs, and how long the one before may go on signing beside it."""

VERIFIES_FOR = max(LIFETIME, order_link.GOOD_FOR)
"""How long the last of what a key signed is good."""

ROTATED_EVERY = timedelta(days=30)
"""How old the newest key grows before the schedule has another follow it."""

MAX_KEYS = 100
"""Enough for one a day."""

MIN_SECRET_BYTES = 32
"""HS256 asks for as many bytes as its hash has (RFC 7518, 3.2). Whatever is shorter is no key."""

ALWAYS = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


class KeysBroken(Exception):
    """There is no key in what should hold the keys."""


class KeysRefused(Exception):
    """The keys cannot be changed so; the message says what to do instead."""


@dataclass(frozen=True)
class Key:
    key_id: str
    secret: str = field(repr=False)
    signs_from: datetime = ALWAYS


Keys = tuple[Key, ...]
"""At least one, in the order in which they sign."""


def read(text: str) -> Keys:
    """`{"<key id>": "<secret>"}` or, with the time from which it signs (RFC 3339),
    `{"<key id>": {"secret": "<secret>", "signs_from": "<time>"}}`.

    What is no key is passed over: a slip in one entry must not lock everybody out. Raises KeysBroken if no
    key is left.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise KeysBroken("the secret with the session keys is not JSON") from None
    if not isinstance(entries, dict):
        raise KeysBroken("the secret with the session keys is not a JSON object")
    found = [_key(key_id, entry) for key_id, entry in entries.items()]
    if keys := _in_order(key for key in found if key is not None):
        return keys
    raise KeysBroken("the secret with the session keys holds no key")


def write(keys: Keys) -> str:
    """What `read` reads."""
    return json.dumps({key.key_id: _entry(key) for key in keys})


def signing(keys: Keys, now: datetime) -> Key:
    """The newest whose time has come; if none's has (the others were revoked), the one that comes first."""
    due = [key for key in keys if key.signs_from <= now]
    return due[-1] if due else keys[0]


def ring(keys: Keys, now: datetime) -> KeyRing:
    return KeyRing(signing(keys, now).key_id, {key.key_id: key.secret for key in keys})


def rotated(keys: Keys, key_id: str, secret: str, now: datetime) -> Keys:
    """With a new key that signs once everyone knows it, without those whose last token and last link have
    expired.

    Raises KeysRefused when too many are still needed.
    """
    kept = tuple(key for key in keys if needed_until(keys, key) > now)
    if len(kept) >= MAX_KEYS:
        raise KeysRefused(
            f"{len(kept)} keys are kept already, and the oldest, {kept[0].key_id}, may have signed links"
            f" that are good until {_shown(needed_until(kept, kept[0]))}: wait, or revoke one"
        )
    return _in_order([*kept, Key(key_id, secret, now + PUBLISHED_BEFORE)])


def alone(key_id: str, secret: str, now: datetime) -> Keys:
    """This key and no other: nothing that was signed before is good any more."""
    return (Key(key_id, secret, now),)


def aged(keys: Keys, now: datetime) -> bool:
    """Whether a new key is to follow the newest; the one that came with the stack has no time, and is."""
    return keys[-1].signs_from + ROTATED_EVERY <= now


def revoked(keys: Keys, key_id: str) -> Keys:
    """Without this key: every token and every link it signed is refused. Raises KeysRefused."""
    known = [key.key_id for key in keys]
    if key_id not in known:
        raise KeysRefused(f"there is no session key {key_id!r}; there are {', '.join(known)}")
    if len(keys) == 1:
        raise KeysRefused(f"there is no session key but {key_id}: rotate first, then revoke it")
    return tuple(key for key in keys if key.key_id != key_id)


def needed_until(keys: Keys, key: Key) -> datetime:
    """When the last link that the key may have signed expires; NEVER while nothing succeeds it.

    A successor without a time tells nothing about when it took over: the next one with a time does.
    """
    later = [other.signs_from for other in keys[keys.index(key) + 1 :] if other.signs_from > ALWAYS]
    return later[0] + PUBLISHED_BEFORE + VERIFIES_FOR if later else NEVER


def describe(keys: Keys, now: datetime) -> list[dict[str, Any]]:
    """Ids and times, no secrets: `[{"id", "signs_from", "signs", "needed_until"}]`, oldest first. Each
    verifies as long as it is there; `needed_until`: when the last token that it may have signed expires, and
    the next rotation drops it; None while nothing succeeds it."""
    signs = signing(keys, now)
    return [
        {
            "id": key.key_id,
            "signs_from": _shown(key.signs_from),
            "signs": key is signs,
            "needed_until": _shown(needed_until(keys, key)),
        }
        for key in keys
    ]


def _in_order(keys: Iterable[Key]) -> Keys:
    return tuple(sorted(keys, key=lambda key: (key.signs_from, key.key_id)))


def _key(key_id: str, entry: Any) -> Key | None:
    secret, signs_from = entry, ALWAYS
    if isinstance(entry, dict):
        secret = entry.get("secret")
        try:
            signs_from = datetime.fromisoformat(entry["signs_from"])
        except (KeyError, TypeError, ValueError):
            return None
    if not isinstance(secret, str) or len(secret.encode(errors="replace")) < MIN_SECRET_BYTES:
        return None
    return Key(key_id, secret, signs_from) if signs_from.tzinfo else None


def _entry(key: Key) -> str | dict[str, str]:
    if key.signs_from == ALWAYS:
        return key.secret
    return {"secret": key.secret, "signs_from": timestamp(key.signs_from)}


def _shown(moment: datetime) -> str | None:
    return None if moment in (ALWAYS, NEVER) else timestamp(moment)

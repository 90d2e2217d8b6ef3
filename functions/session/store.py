"""Session keys, kept as one secret in Secrets Manager; keys.py knows its shape."""

import os
import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from functions.session import keys
from functions.session.keys import Keys
from functions.session.token import KeyRing
from functions.shared import aws, clock

KEYS_FRESH_SECONDS = 300.0
VERSIONS = uuid.UUID("6f1d0c3e-7a54-4d0b-9a63-0e5f6c1f2b18")

_lock = threading.Lock()
_cached: tuple[float, KeyRing] | None = None


class KeysMoved(Exception):
    """Somebody else changed the keys since they were read."""


@dataclass(frozen=True)
class Stored:
    version: str
    keys: Keys = field(repr=False)


def key_ring() -> KeyRing:
    """The current keys, at most five minutes old: a new key is published for longer than that before it
    signs. Raises KeysBroken."""
    global _cached  # a cache with a time bound, not state: any process may start without it
    with _lock:
        if _cached is None or clock.monotonic() - _cached[0] > KEYS_FRESH_SECONDS:
            _cached = (clock.monotonic(), _read())
        return _cached[1]


def load() -> Stored:
    """The keys as they stand, past the cache: for those who change them. Raises KeysBroken."""
    answer = _client().get_secret_value(SecretId=os.environ["SESSION_KEYS_SECRET"])
    return Stored(answer["VersionId"], keys.read(answer.get("SecretString", "")))


def replace(changed: Keys, seen: Stored) -> None:
    """Write the keys, unless they are no longer those that were seen. Raises KeysMoved.

    Secrets Manager has no conditional write, but it refuses a version id that stands for another value. The
    id of the next version is derived from the one seen: of all who saw the same, one can write it.

        A reads v1; B reads v1
        A writes f(v1); B writes f(v1), another value: ResourceExistsException; B reads f(v1), writes f(f(v1))
    """
    following = str(uuid.uuid5(VERSIONS, seen.version))
    secret = os.environ["SESSION_KEYS_SECRET"]
    try:
        _client().put_secret_value(
            SecretId=secret, ClientRequestToken=following, SecretString=keys.write(changed)
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceExistsException":
            raise KeysMoved from error
        raise


def _read() -> KeyRing:
    return keys.ring(load().keys, clock.now())


def _client() -> Any:
    return aws.client("secretsmanager")

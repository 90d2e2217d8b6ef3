"""Session keys, kept in Secrets Manager as `{"signing": "<key id>", "<key id>": "<secret>", ...}`."""

import json
import os
import threading
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from functions.session.token import KeyRing
from functions.shared import clock

KEYS_FRESH_SECONDS = 300.0

_lock = threading.Lock()
_cached: tuple[float, KeyRing] | None = None


def key_ring() -> KeyRing:
    """The current keys, at most five minutes old: rotation overlaps for longer than that."""
    global _cached  # a cache with a time bound, not state: any process may start without it
    with _lock:
        if _cached is None or clock.monotonic() - _cached[0] > KEYS_FRESH_SECONDS:
            _cached = (clock.monotonic(), _read())
        return _cached[1]


def _read() -> KeyRing:
    answer = _client().get_secret_value(SecretId=os.environ["SESSION_KEYS_SECRET"])
    secrets: dict[str, str] = json.loads(answer["SecretString"])
    return KeyRing(secrets.pop("signing"), secrets)


@cache
def _client() -> Any:
    config = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client("secretsmanager", config=config)

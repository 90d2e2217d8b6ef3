"""The provider's keys, kept as one secret in Secrets Manager: `{"api_key": "...", "webhook_secret":
"..."}`, both read in one call and remembered for a while, so that a changed secret is taken up."""

import json
import os
import threading
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.payment.errors import PaymentsNotConfigured
from functions.shared import aws, clock
from functions.shared.observe import logger

FRESH_SECONDS = 300.0
STALE_SECONDS = 3600.0
"""How old a copy may be while Secrets Manager does not answer; it is asked again every ten seconds."""

ASK_AGAIN_SECONDS = 10.0

REFUSED_SECONDS = 5.0
"""How long it is remembered that there is no usable key: soon enough for who has just put it there."""

_NOT_THERE = {
    "ResourceNotFoundException",
    "InvalidRequestException",  # on its way to be deleted
    "DecryptionFailure",
    "AccessDeniedException",  # what a role that may read one name is told when there is none
}


@dataclass(frozen=True)
class Credentials:
    """`webhook_secret` may be missing: then payments work, but what the provider tells cannot be trusted."""

    api_key: str = field(repr=False)
    webhook_secret: str | None = field(repr=False)


_lock = threading.Lock()
_cached: tuple[float, Credentials] | None = None
_refused: tuple[float, str] | None = None
_silent: float | None = None


def current(fresh_seconds: float = FRESH_SECONDS) -> Credentials:
    """The keys, at most so old; older ones while Secrets Manager does not answer.

    Raises PaymentsNotConfigured if there are none, and what boto3 raises if that cannot be told.
    """
    with _lock:
        now = clock.monotonic()
        if _cached is not None and now - _cached[0] <= _allowed_age(now, fresh_seconds):
            return _cached[1]
        if _refused is not None and now - _refused[0] <= REFUSED_SECONDS:
            raise PaymentsNotConfigured(_refused[1])
        return _renewed(now)


def _allowed_age(now: float, fresh_seconds: float) -> float:
    silent = _silent is not None and now - _silent <= ASK_AGAIN_SECONDS
    return STALE_SECONDS if silent else fresh_seconds


def _renewed(now: float) -> Credentials:
    global _cached, _refused, _silent  # caches with a time bound, not state: any process may start without
    try:
        found = read(_secret_string())
    except PaymentsNotConfigured as missing:
        _cached, _refused, _silent = None, (now, str(missing)), None
        raise
    except (BotoCoreError, ClientError):
        if _cached is None or now - _cached[0] > STALE_SECONDS:
            raise
        logger.warning("Secrets Manager does not answer: keys from memory")
        _silent = now
        return _cached[1]
    _cached, _refused, _silent = (now, found), None, None
    return found


def read(text: str) -> Credentials:
    """The secret's text as keys. Raises PaymentsNotConfigured, never telling what was in it."""
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise PaymentsNotConfigured("the provider's secret is not JSON") from None
    if not isinstance(entries, dict) or not _usable(entries.get("api_key")):
        raise PaymentsNotConfigured("the provider's secret holds no api_key")
    webhook_secret = entries.get("webhook_secret")
    return Credentials(entries["api_key"], webhook_secret if _usable(webhook_secret) else None)


def _usable(key: Any) -> bool:
    """It is sent in a header: what cannot be is no key."""
    return isinstance(key, str) and key != "" and key.isascii() and key.isprintable() and " " not in key


def _secret_string() -> str:
    try:
        answer = _client().get_secret_value(SecretId=os.environ["PAYMENT_SECRET"])
    except ClientError as error:
        if error.response["Error"]["Code"] in _NOT_THERE:
            raise PaymentsNotConfigured("the provider's secret cannot be read") from error
        raise
    found: str = answer.get("SecretString", "")
    return found


def _client() -> Any:
    return aws.client("secretsmanager")

"""The issuer of accounts, by OpenID Connect: its discovery document, its keys, its token endpoint.

What it publishes is kept for an hour, and used for a day while it does not answer. A key that is not known
may be a new one: the keys are asked for again then, but not more than once in half a minute, whatever anybody
sends.
"""

import json
import os
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import urllib3

from functions.account.id_token import (
    Expected,
    IdTokenRefused,
    Person,
    Signer,
    nonce_of,
    read_id_token,
    signer_of,
)
from functions.account.jwk import NoKey, PublicKey
from functions.shared import clock
from functions.shared.errors import TransientError

CONNECT_SECONDS, READ_SECONDS = 1, 3
READ_TRIES = 2
FRESH_SECONDS = 3600.0
USABLE_SECONDS = 24 * 3600.0
ASKED_AGAIN_AFTER_SECONDS = 30.0
MAX_BYTES = 256 * 1024
MAX_KEYS = 100
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

_pool = urllib3.PoolManager(
    timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    retries=False,
    cert_reqs="CERT_REQUIRED",
)
_lock = threading.Lock()
_places: "Kept | None" = None
_keys: "Kept | None" = None


class IssuerSilent(TransientError):
    """The issuer did not answer, or not so that it can be understood."""


class CodeRefused(Exception):
    """The issuer gives nothing for this code: it is spent, expired, another client's, or its verifier or
    redirect address is another one."""


@dataclass(frozen=True)
class Kept:
    """What was read, and when, on the monotonic clock."""

    at: float
    found: dict[str, Any] = field(repr=False)

    def younger_than(self, seconds: float) -> bool:
        return clock.monotonic() - self.at < seconds


@dataclass(frozen=True)
class Places:
    """Where an issuer's endpoints are. `end_session_endpoint` is empty where it ends no sessions."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str


def places() -> Places:
    """Raises IssuerSilent."""
    global _places  # a cache with a time bound, not state: any process may start without it
    with _lock:
        _places = _renewed(_places, os.environ["OIDC_DISCOVERY"], FRESH_SECONDS)
        found = _places.found
    if found.get("issuer") != os.environ["OIDC_ISSUER"]:
        raise IssuerSilent("the discovery document is another issuer's")
    try:
        return Places(
            str(found["authorization_endpoint"]),
            str(found["token_endpoint"]),
            str(found["jwks_uri"]),
            str(found.get("end_session_endpoint") or ""),
        )
    except KeyError as missing:
        raise IssuerSilent(f"the discovery document has no {missing.args[0]}") from missing


def person_of(code: str, code_verifier: str, redirect_uri: str) -> Person:
    """Who logged in, by the code that the issuer gave them. It is spent by that, whatever comes of it.

    Raises CodeRefused, IdTokenRefused, IssuerSilent.
    """
    token = _exchange(code, code_verifier, redirect_uri)
    expected = Expected(
        os.environ["OIDC_ISSUER"],
        os.environ["OIDC_CLIENT_ID"],
        nonce_of(code_verifier),
        os.environ["OIDC_GROUPS_CLAIM"],
        os.environ["OIDC_NAME_CLAIM"],
    )
    return read_id_token(token, _key(signer_of(token)), expected, clock.now())


def _exchange(code: str, code_verifier: str, redirect_uri: str) -> str:
    """The ID token. One try: a code is good once, and whether it was spent is not known where no answer came.

    There is no secret: PKCE (RFC 7636) stands in its place."""
    fields = {
        "grant_type": "authorization_code",
        "client_id": os.environ["OIDC_CLIENT_ID"],
        "code": code,
        "code_verifier": code_verifier,
        "redirect_uri": redirect_uri,
    }
    status, answer = send("POST", places().token_endpoint, fields)
    if status in (400, 401, 403):
        raise CodeRefused
    token = answer.get("id_token")
    if status != 200 or not isinstance(token, str):
        raise IssuerSilent(f"the token endpoint answered {status}")
    return token


def _key(signer: Signer) -> PublicKey:
    """Raises IdTokenRefused for a key that the issuer does not have."""
    global _keys  # as above
    where = places().jwks_uri
    with _lock:
        _keys = _renewed(_keys, where, FRESH_SECONDS)
        found = _find(_keys, signer)
        if found is None and not _keys.younger_than(ASKED_AGAIN_AFTER_SECONDS):
            _keys = _renewed(_keys, where, ASKED_AGAIN_AFTER_SECONDS)
            found = _find(_keys, signer)
    if found is None:
        raise IdTokenRefused("no key of the issuer's signed it")
    return found


def _find(kept: Kept, signer: Signer) -> PublicKey | None:
    """The signer's key: the one of this name; without a name the only one of this kind."""
    listed = kept.found.get("keys")
    found = []
    for one in listed[:MAX_KEYS] if isinstance(listed, list) else []:
        if isinstance(one, dict) and signer.key_id in (None, one.get("kid")):
            with suppress(NoKey):
                found.append(signer.read_key(one))
    return found[0] if len(found) == 1 else None


def _renewed(kept: Kept | None, url: str, seconds: float) -> Kept:
    """What stands there, no older than so many seconds; a day old at most where nobody answers. Raises
    IssuerSilent."""
    if kept is not None and kept.younger_than(seconds):
        return kept
    try:
        return Kept(clock.monotonic(), _read(url))
    except IssuerSilent:
        if kept is None or not kept.younger_than(USABLE_SECONDS):
            raise
        return kept


def _read(url: str) -> dict[str, Any]:
    """A document of the issuer's. Raises IssuerSilent."""
    for tried in range(1, READ_TRIES + 1):
        try:
            status, found = send("GET", url)
        except IssuerSilent:
            if tried == READ_TRIES:
                raise
            continue
        if status == 200:
            return found
    raise IssuerSilent(f"a document was answered {status}")


def send(method: str, url: str, fields: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
    """Status and JSON of one answer, empty where it is none; a redirect is not followed. Raises
    IssuerSilent."""
    try:
        answer = _pool.request(
            method,
            url,
            body=urlencode(fields) if fields else None,
            headers=FORM if fields else None,
            redirect=False,
            preload_content=False,
        )
        try:
            body = answer.read(MAX_BYTES + 1, decode_content=True)
        finally:
            answer.release_conn()
    except urllib3.exceptions.HTTPError as lost:
        raise IssuerSilent(type(lost).__name__) from lost
    try:
        found = json.loads(body) if len(body) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        found = None
    return answer.status, found if isinstance(found, dict) else {}

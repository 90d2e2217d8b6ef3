"""The issuer of accounts that a deployment names: its own user pool, or any other OpenID Connect issuer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_TEXT = 300
POOL = "{pool}"
COGNITO_GROUPS, COGNITO_NAME = "cognito:groups", "cognito:username"
_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/%{}-]*)?")
_TEXT = re.compile(r"[\x21-\x7e]*")


class InvalidAccounts(Exception):
    """What is given names no issuer; the message says what to change."""


@dataclass(frozen=True)
class Accounts:
    """`issuer` is empty where the accounts are those of the stack Identity; then `discovery` may say where
    its discovery document is, with `{pool}` for the pool's id, instead of at AWS's own address. Else
    `audience` is the client's id there, and `discovery` where the issuer's document is."""

    issuer: str
    audience: str
    discovery: str
    groups_claim: str
    name_claim: str


def read_accounts(given: Callable[[str, str], Any]) -> Accounts:
    """`given` takes a context's name and its default. Raises InvalidAccounts."""
    issuer = _url("oidcIssuer", given("oidcIssuer", ""))
    audience = _text("oidcAudience", given("oidcAudience", ""))
    discovery = _url("oidcDiscovery", given("oidcDiscovery", ""))
    if bool(issuer) != bool(audience):
        raise InvalidAccounts("context oidcIssuer, oidcAudience: both, or neither for a user pool of its own")
    groups = _text("oidcGroupsClaim", given("oidcGroupsClaim", "groups" if issuer else COGNITO_GROUPS))
    name = _text("oidcNameClaim", given("oidcNameClaim", "sub" if issuer else COGNITO_NAME))
    if issuer and not discovery:
        discovery = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    return Accounts(issuer, audience, discovery, groups, name)


def _url(name: str, value: Any) -> str:
    if value == "" or (isinstance(value, str) and len(value) <= MAX_TEXT and _URL.fullmatch(value)):
        return str(value)
    raise InvalidAccounts(f"context {name}: an http(s) URL or nothing; not {ascii(value)[:80]}")


def _text(name: str, value: Any) -> str:
    if isinstance(value, str) and len(value) <= MAX_TEXT and _TEXT.fullmatch(value):
        return value
    raise InvalidAccounts(f"context {name}: text without blanks, or nothing; not {ascii(value)[:80]}")

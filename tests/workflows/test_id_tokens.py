"""ID tokens: each that is forged, each that is not for this login, and whose key signed it."""

import hmac
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from functions.account import api_login, issuer
from functions.session.groups import OPERATORS
from functions.shared import clock
from harness.issuer import EcKey, Issuer, Key, encoded, key, unsigned
from harness.moto.world import World
from tests.workflows.accounts import scan_for_sessions, tampered, tries

EC = EcKey("curve")


def nobody_signed(claims: dict[str, Any], algorithm: str, signature: bytes = b"") -> str:
    return f"{unsigned({'alg': algorithm, 'kid': 'first'}, claims)}.{encoded(signature)}"


def by_public_key(claims: dict[str, Any], public: Key | EcKey) -> str:
    """HS256, with what everybody knows for a secret."""
    text = unsigned({"alg": "HS256", "kid": public.key_id}, claims)
    secret = json.dumps(public.jwk).encode()
    return f"{text}.{encoded(hmac.digest(secret, text.encode(), sha256))}"


def by_curve(claims: dict[str, Any], signature: bytes) -> str:
    return f"{unsigned({'alg': 'ES256', 'kid': 'curve'}, claims)}.{encoded(signature)}"


FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "alg none": lambda claims: nobody_signed(claims, "none"),
    "alg None": lambda claims: nobody_signed(claims, "None"),
    "no signature": lambda claims: nobody_signed(claims, "RS256"),
    "HS256 with the public key": lambda claims: by_public_key(claims, key("first")),
    "RS512": lambda claims: key("first").sign(claims, alg="RS512"),
    "an unknown key": lambda claims: key("other").sign(claims),
    "another's key under a known name": lambda claims: key("other").sign(claims, kid="first"),
    "another's key without a name": lambda claims: key("other").sign(claims, kid=None),
    "a name that is none": lambda claims: key("first").sign(claims, kid=7),
    "the key in the token": lambda claims: key("other").sign(claims, jwk=key("other").jwk),
    "critical extensions": lambda claims: key("first").sign(claims, crit=["b64"]),
    "ES256 by an RSA key": lambda claims: key("first").sign(claims, alg="ES256"),
    "RS256 by a key of a curve": lambda claims: EC.sign(claims, alg="RS256"),
    "a curve's key under an RSA key's name": lambda claims: EC.sign(claims, kid="first"),
    "another key of the curve": lambda claims: EcKey("curve").sign(claims),
    "a key of another curve": lambda claims: EcKey("curve", ec.SECP384R1()).sign(claims),
    "ES384": lambda claims: EC.sign(claims, alg="ES384"),
    "HS256 with the curve's public key": lambda claims: by_public_key(claims, EC),
    "ES256 without a signature": lambda claims: by_curve(claims, b""),
    "ES256 of zeros": lambda claims: by_curve(claims, bytes(64)),
    "changed after it was signed": lambda claims: tampered(
        key("first").sign(claims), **{"cognito:groups": [OPERATORS]}
    ),
    "no token": lambda _: "nonsense",
    "a list": lambda _: f"{encoded(b'[]')}.{encoded(b'[]')}.{encoded(b'x')}",
    "nested deeper than anybody reads": lambda _: f"{encoded(b'[' * 9000)}.a.b",
    "too long": lambda claims: key("first").sign(claims | {"more": "x" * 20_000}),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_id_token_opens_nothing(shop: World, accounts: Issuer, name: str) -> None:
    accounts.keys = [key("first"), EC]
    body = accounts.login("ada")
    accounts.forged = FORGED[name](accounts.claims_of(body))

    refused = tries(shop, body)

    assert (refused.status, refused.problem) == (401, "unauthorized")
    assert not scan_for_sessions()


@pytest.mark.parametrize("signs", [key("first"), EC], ids=["RS256", "ES256"])
def test_an_issuer_signs_by_either_of_its_keys(shop: World, accounts: Issuer, signs: Key | EcKey) -> None:
    accounts.keys, accounts.signs = [key("first"), EC], signs
    assert tries(shop, accounts.login("ada")).status == 201


def test_a_key_that_has_no_name_is_found_by_what_it_signs_with(shop: World, accounts: Issuer) -> None:
    accounts.keys = [key("first"), EC]
    body = accounts.login("ada")
    accounts.forged = EC.sign(accounts.claims_of(body), kid=None)
    assert tries(shop, body).status == 201


WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.test"},
    "another audience": {"aud": "another"},
    "several audiences": {"aud": ["another", "ours"]},
    "given to another": {"azp": "another"},
    "expired": {"exp": -61},
    "never expires": {"exp": None},
    "not yet valid": {"nbf": 61},
    "issued tomorrow": {"iat": 61},
    "another login": {"nonce": "other"},
    "no login": {"nonce": None},
    "an access token": {"token_use": "access"},
    "nobody": {"sub": ""},
    "groups that are no list": {"cognito:groups": "operators"},
}


def stands_still(monkeypatch: pytest.MonkeyPatch) -> int:
    """Unix seconds, at which the clock stands from here on."""
    moment = clock.now().replace(microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return int(moment.timestamp())


@pytest.mark.parametrize("name", WRONG)
def test_a_signed_token_that_is_not_for_this_login_opens_nothing(
    shop: World, accounts: Issuer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Times are seconds from now."""
    now = stands_still(monkeypatch)
    accounts.claims = {
        claim: now + said if isinstance(said, int) else said for claim, said in WRONG[name].items()
    }

    assert tries(shop, accounts.login("ada")).status == 401
    assert not scan_for_sessions()


@pytest.mark.parametrize("claims", [{"exp": -59}, {"iat": 60}, {"nbf": 60}])
def test_clocks_may_be_a_minute_apart(
    shop: World, accounts: Issuer, monkeypatch: pytest.MonkeyPatch, claims: dict[str, int]
) -> None:
    now = stands_still(monkeypatch)
    accounts.claims = {claim: now + seconds for claim, seconds in claims.items()}

    assert tries(shop, accounts.login("ada")).status == 201


def test_an_issuers_own_token_is_no_session(shop: World, accounts: Issuer) -> None:
    """Only ours can be taken back."""
    claims = accounts.claims_of(accounts.login("olga", OPERATORS))
    for token in (
        key("first").sign(claims),
        by_public_key(claims, key("first")),
        nobody_signed(claims, "none"),
    ):
        assert shop.api("GET", "/cart", token=token).status == 401


def test_a_key_that_is_new_is_found_and_one_that_is_unknown_is_not_asked_for_again_and_again(
    shop: World, accounts: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr(clock, "monotonic", lambda: moment[0])

    def read() -> int:
        return sum(url.endswith("/keys") for url in accounts.asked)

    def comes() -> int:
        return tries(shop, accounts.login("ada")).status

    assert (comes(), read()) == (201, 1)
    accounts.keys, accounts.signs = [key("first"), key("second")], key("second")
    assert (comes(), read()) == (401, 1), "read just now"
    moment[0] += issuer.ASKED_AGAIN_AFTER_SECONDS
    assert (comes(), read()) == (201, 2)
    accounts.signs = Key("nobodys")
    assert [comes() for _ in range(3)] == [401] * 3
    assert read() == 2
    accounts.keys, accounts.signs = [key("second")], key("first")
    moment[0] += issuer.FRESH_SECONDS
    assert comes() == 401, "what the issuer has withdrawn"


def test_a_token_that_names_no_key_is_taken_where_there_is_but_one(shop: World, accounts: Issuer) -> None:
    body = accounts.login("ada")
    accounts.forged = key("first").sign(accounts.claims_of(body), kid=None)
    assert tries(shop, body).status == 201

    accounts.keys = [key("first"), key("second")]
    shop.runner.always_cold = True
    body = accounts.login("ada")
    accounts.forged = key("first").sign(accounts.claims_of(body), kid=None)
    assert tries(shop, body).status == 401


def test_a_refused_token_is_logged_by_its_reason_alone(
    shop: World, accounts: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[dict[str, Any]] = []
    monkeypatch.setattr(api_login.logger, "warning", lambda _, extra: said.append(extra))
    accounts.claims = {"iss": "https://ada.example.com"}
    tries(shop, accounts.login("ada"))
    assert said == [{"why": "it is another issuer's"}]

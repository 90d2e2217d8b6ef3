"""Logging in with an issuer that others have written (oidc-provider-mock): its discovery document, its keys
and its tokens come over HTTP, and none of them was made by us."""

import secrets
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from oidc_provider_mock import _app, run_server_in_thread

from functions.account import issuer as gateway
from functions.account.id_token import nonce_of
from functions.account.log_in import CUSTOMERS_PAGE, OPERATORS_PAGE
from functions.session.groups import CUSTOMERS, OPERATORS
from harness.api import Answer
from harness.moto.world import World
from harness.scenarios.accounts import a_guest
from tests.workflows.accounts import tries, whose

SHOP = "http://localhost:8000"
CLIENT = "pizza-shop"
SECONDS = 30
over_http = gateway.send
"""The gateway's own, before a test's shop has another put in its place."""


class Foreign:
    """The issuer of somebody else's, and people with accounts there."""

    def __init__(self, url: str) -> None:
        self.url = url

    def knows(self, subject: str, **claims: object) -> None:
        requests.put(f"{self.url}/users/{subject}", json=claims, timeout=SECONDS).raise_for_status()

    def login(
        self, subject: str, page: str = CUSTOMERS_PAGE, client: str = CLIENT, nonce: str = ""
    ) -> dict[str, str]:
        """What POST /sessions/login takes, once this person has said yes at the issuer."""
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(8)
        asked = {
            "response_type": "code",
            "client_id": client,
            "scope": "openid email",
            "redirect_uri": SHOP + page,
            "state": state,
            "nonce": nonce or nonce_of(verifier),
        }
        sent = requests.post(
            f"{self.url}/oauth2/authorize",
            params=asked,
            data={"sub": subject},
            allow_redirects=False,
            timeout=SECONDS,
        )
        back = parse_qs(urlsplit(sent.headers["Location"]).query)
        assert back["state"] == [state]
        return {"code": back["code"][0], "code_verifier": verifier, "redirect_uri": SHOP + page}


@pytest.fixture
def foreign(shop: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Foreign]:
    """The shop asks it, as context values would have it do."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    # It knows public clients, which show no secret, but does not let them ask for tokens.
    monkeypatch.setattr(_app.AuthorizationCodeGrant, "TOKEN_ENDPOINT_AUTH_METHODS", ["none"])
    monkeypatch.setattr(gateway, "send", over_http)
    with run_server_in_thread() as server:
        found = Foreign(f"http://localhost:{server.server_port}")
        told = {
            "OIDC_ISSUER": found.url,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_DISCOVERY": f"{found.url}/.well-known/openid-configuration",
            "OIDC_GROUPS_CLAIM": "groups",
            "OIDC_NAME_CLAIM": "nickname_here",
        }
        for name, value in told.items():
            monkeypatch.setitem(shop.runner._environments["Login"], name, value)
        yield found


def logs_in(shop: World, login: dict[str, str], token: str | None = None) -> Answer:
    return tries(shop, login, **({"token": token} if token else {}))


def test_a_customer_logs_in_and_is_the_same_owner_again(shop: World, foreign: Foreign) -> None:
    foreign.knows("ada", email="ada@example.com", email_verified=True)
    first, again = (logs_in(shop, foreign.login("ada")) for _ in range(2))
    other = logs_in(shop, foreign.login("eve"))

    assert [one.status for one in (first, again, other)] == [201, 201, 201]
    assert whose(first).owner == whose(again).owner != whose(other).owner
    assert whose(first).groups == (CUSTOMERS,)
    shown = shop.api(
        "GET",
        "/sessions/current",
        headers={"Authorization": f"Bearer {first.json['token']}"},
        token=first.json["token"],
    )
    assert shown.json["email"] == "ada@example.com"


def test_an_address_that_the_issuer_did_not_verify_is_nobodys(shop: World, foreign: Foreign) -> None:
    foreign.knows("eve", email="ada@example.com", email_verified=False)
    token = logs_in(shop, foreign.login("eve")).json["token"]
    shown = shop.api("GET", "/sessions/current", headers={"Authorization": f"Bearer {token}"}, token=token)
    assert "email" not in shown.json


def test_the_group_in_the_claim_that_was_named_opens_the_console(shop: World, foreign: Foreign) -> None:
    foreign.knows("olga", groups=[OPERATORS], nickname_here="olga")
    foreign.knows("ada", groups=["buyers"])
    operator = logs_in(shop, foreign.login("olga", OPERATORS_PAGE))
    refused = logs_in(shop, foreign.login("ada", OPERATORS_PAGE))

    assert whose(operator).owner == "op_olga"
    assert (refused.status, refused.problem) == (403, "operators-only")


def test_a_guests_session_ends_with_it(shop: World, foreign: Foreign) -> None:
    guest = a_guest(shop)["token"]
    assert logs_in(shop, foreign.login("ada"), guest).status == 201
    assert shop.api("GET", "/cart", token=guest).status == 401


def test_a_code_is_good_once_and_a_token_for_another_client_or_login_is_refused(
    shop: World, foreign: Foreign
) -> None:
    spent = foreign.login("ada")
    assert logs_in(shop, spent).status == 201
    assert logs_in(shop, spent | {"code_verifier": "v" * 43}).status == 401
    assert logs_in(shop, foreign.login("ada", client="another-shop")).status == 401
    assert logs_in(shop, foreign.login("ada", nonce="of-another-login")).status == 401
    assert logs_in(shop, foreign.login("ada") | {"code": "guessed"}).status == 401


def test_where_to_log_in_comes_from_its_discovery_document(shop: World, foreign: Foreign) -> None:
    told = shop.api("GET", "/sessions/login").json
    assert told["authorization_endpoint"] == f"{foreign.url}/oauth2/authorize"
    assert told["end_session_endpoint"] == f"{foreign.url}/oauth2/end_session"
    assert told["client_id"] == CLIENT

"""Logging in: who it is then, each code that was used otherwise, each page that is not the shop's."""

import base64
from datetime import timedelta

import pytest

from functions.account import api_login, logins_store
from functions.account.log_in import CUSTOMERS_PAGE
from functions.session.groups import CUSTOMERS, OPERATORS
from functions.session.token import begin_customer
from functions.shared import clock
from functions.shared.table import scan
from harness.issuer import Issuer
from harness.moto.world import World
from harness.scenarios.accounts import a_guest, signs_out
from tests.contract.conformance import check
from tests.workflows.accounts import PATH, tampered, tries, whose


def test_an_account_is_the_same_owner_on_every_device(shop: World, accounts: Issuer) -> None:
    first, second = (tries(shop, accounts.login("ada")) for _ in range(2))
    other = tries(shop, accounts.login("eve"))

    assert whose(first).owner == whose(second).owner != whose(other).owner
    assert whose(first).session_id != whose(second).session_id
    assert whose(first).groups == (CUSTOMERS,)


def test_the_token_says_nothing_of_who_it_is(shop: World, accounts: Issuer) -> None:
    body = tries(shop, accounts.login("ada")).json
    payload = base64.urlsafe_b64decode(body["token"].split(".")[1] + "==").decode()
    assert "ada" not in payload
    assert "example" not in payload


def test_an_operator_has_eight_hours_and_another_no_console(shop: World, accounts: Issuer) -> None:
    operator = whose(tries(shop, accounts.login("olga", OPERATORS)))
    assert (operator.owner, operator.kind) == ("op_olga", "operator")
    assert operator.expires_at - operator.began == timedelta(hours=8)

    body = accounts.login("ada", OPERATORS)
    accounts.claims = {"cognito:groups": [CUSTOMERS, "operators2"]}
    refused = tries(shop, body)

    assert (refused.status, refused.problem) == (403, "operators-only")


def test_an_operator_who_buys_is_a_customer(shop: World, accounts: Issuer) -> None:
    """What opens the console is asked for at the console."""
    accounts.claims = {"cognito:groups": [OPERATORS]}
    session = whose(tries(shop, accounts.login("olga")))
    assert (session.kind, session.owner[:4]) == ("customer", "own_")


def test_groups_that_a_guest_claims_are_not_theirs(shop: World) -> None:
    token = a_guest(shop)["token"]
    assert shop.api("GET", "/ops/stuck", token=tampered(token, groups=[OPERATORS])).status == 401
    assert shop.api("GET", "/ops/stuck", token=token).status == 403


def test_a_code_that_was_spent_by_another_opens_nothing(shop: World, accounts: Issuer) -> None:
    body = accounts.login("ada")
    assert tries(shop, body).status == 201
    replayed = tries(shop, body | {"code_verifier": "v" * 43})
    unknown = tries(shop, body | {"code": "unknown"})

    assert replayed.status == unknown.status == 401
    assert replayed.json == unknown.json


def test_the_same_login_said_again_is_the_same_session_and_none_once_it_was_signed_out(
    shop: World, accounts: Issuer
) -> None:
    body = accounts.login("ada")
    first, again = tries(shop, body), tries(shop, body)
    assert whose(first) == whose(again)

    signs_out(shop, first.json["token"])

    assert shop.api("GET", "/cart", token=tries(shop, body).json["token"]).status == 401


def test_of_one_login_that_is_written_twice_the_first_stands(shop: World) -> None:
    """Its write was answered, and the answer was lost."""
    now = clock.now()
    first, second = (begin_customer("own_ada", name, now) for name in ("first", "second"))
    assert logins_store.save("code", "verifier", first, None, now, []) == first
    assert logins_store.save("code", "verifier", second, None, now, []) == first
    assert logins_store.find("code", "verifier", now) == first


def test_a_login_that_was_forgotten_is_spent(shop: World, accounts: Issuer) -> None:
    body = accounts.login("ada")
    assert tries(shop, body).status == 201
    shop.time_passes(601)
    assert tries(shop, body).status == 401


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.test/signed-in",
        "http://localhost:8000/signed-in/",
        "http://localhost:8000/signed-in?next=//evil.test",
        "http://localhost:8000@evil.test/signed-in",
        "//evil.test/signed-in",
        "/signed-in",
        "",
    ],
)
def test_only_the_shops_own_pages_are_sent_back_to(shop: World, accounts: Issuer, page: str) -> None:
    refused = tries(shop, accounts.login("ada") | {"redirect_uri": page})
    assert (refused.status, refused.problem) == (422, "invalid-request")
    assert accounts.asked == []


def test_a_customers_login_does_not_become_a_consoles(shop: World, accounts: Issuer) -> None:
    """The issuer has sent it back to another page than it is said to be for."""
    body = accounts.login("olga")
    console = body["redirect_uri"].replace(CUSTOMERS_PAGE, "/console/signed-in")
    assert tries(shop, body | {"redirect_uri": console}).status == 401


def test_where_to_log_in_is_told(shop: World) -> None:
    answer = shop.api("GET", PATH)
    check("GET", PATH, answer.status, answer.headers["content-type"], answer.body)
    assert answer.json["authorization_endpoint"] == "https://issuer.test/authorize"
    assert answer.json["redirect_uris"][0] == "http://localhost:8000/signed-in"


def test_an_issuer_that_is_silent_is_said_to_be_so_and_another_ones_document_is_not_believed(
    shop: World, accounts: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.down = True
    assert tries(shop, accounts.login("ada")).problem == "try-again"
    accounts.down = False
    monkeypatch.setattr(accounts, "_document", lambda: {"issuer": "https://evil.test"})
    shop.runner.always_cold = True
    assert tries(shop, accounts.login("ada")).problem == "try-again"


def test_attempts_are_limited_by_address(shop: World, accounts: Issuer) -> None:
    for _ in range(api_login.LOGINS.per_address):
        assert tries(shop, accounts.login("ada") | {"code": "wrong"}).status == 401
    refused = tries(shop, accounts.login("ada"))
    assert (refused.status, refused.headers["retry-after"]) == (429, "600")
    shop.time_passes(600)
    assert tries(shop, accounts.login("ada")).status == 201
    assert "127.0.0.1" not in str(list(scan("SESSIONS_TABLE")))


def test_neither_code_nor_verifier_is_stored(shop: World, accounts: Issuer) -> None:
    body = accounts.login("ada")
    tries(shop, body)
    stored = str(list(scan("SESSIONS_TABLE")))
    assert body["code_verifier"] not in stored
    assert body["code"] not in stored


@pytest.mark.parametrize(("groups", "name"), [((CUSTOMERS,), "session"), ((OPERATORS,), "operator")])
def test_a_page_gets_a_host_cookie_of_its_kind_and_no_token(
    shop: World, accounts: Issuer, groups: tuple[str, ...], name: str
) -> None:
    answer = tries(shop, accounts.login("olga", *groups), headers={"Paidonce-Cookie": "session"})
    cookie, *attributes = answer.headers["set-cookie"].split("; ")
    assert cookie.startswith(f"__Host-{name}=")
    assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} < set(attributes)
    assert "token" not in answer.json

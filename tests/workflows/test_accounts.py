"""Logging in: each forged token, each code that was used otherwise, and what a guest takes along."""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from functions.account import api_login, attempts_store, issuer, logins_store
from functions.account.log_in import CUSTOMERS_PAGE
from functions.session import store
from functions.session.groups import CUSTOMERS, OPERATORS
from functions.session.token import begin_customer, sign, verify
from functions.shared import clock
from functions.shared.table import scan
from harness.api import Answer
from harness.issuer import Issuer, Key, encoded, key
from harness.moto.world import SKU, World
from harness.scenarios.accounts import a_guest, a_guest_logs_in, logs_in, opens_a_page, signs_out
from tests.contract.conformance import check

PATH = "/sessions/login"


@pytest.fixture
def accounts(shop: World) -> Issuer:
    return shop.cloud.issuer


def tries(shop: World, body: Any, **more: Any) -> Answer:
    answer = logs_in(shop, body, **more)
    check("POST", PATH, answer.status, answer.headers["content-type"], answer.body)
    return answer


def whose(answer: Answer) -> Any:
    return verify(answer.json["token"], store.key_ring(), clock.now())


def tampered(token: str, **claims: Any) -> str:
    """Other claims under the same signature."""
    header, payload, signature = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return f"{header}.{encoded(json.dumps(said | claims).encode())}.{signature}"


def unsigned(claims: dict[str, Any], algorithm: str) -> str:
    header = encoded(json.dumps({"alg": algorithm, "kid": "first"}).encode())
    return f"{header}.{encoded(json.dumps(claims).encode())}."


def by_public_key(claims: dict[str, Any]) -> str:
    """HS256, with what everybody knows for a secret."""
    header = encoded(json.dumps({"alg": "HS256", "kid": "first"}).encode())
    text = f"{header}.{encoded(json.dumps(claims).encode())}"
    secret = json.dumps(key("first").jwk).encode()
    return f"{text}.{encoded(hmac.digest(secret, text.encode(), sha256))}"


FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "alg none": lambda claims: unsigned(claims, "none"),
    "alg None": lambda claims: unsigned(claims, "None"),
    "no signature": lambda claims: unsigned(claims, "RS256"),
    "HS256 with the public key": by_public_key,
    "RS512": lambda claims: key("first").sign(claims, alg="RS512"),
    "an unknown key": lambda claims: key("other").sign(claims),
    "another's key under a known name": lambda claims: key("other").sign(claims, kid="first"),
    "another's key without a name": lambda claims: key("other").sign(claims, kid=None),
    "a name that is none": lambda claims: key("first").sign(claims, kid=7),
    "the key in the token": lambda claims: key("other").sign(claims, jwk=key("other").jwk),
    "critical extensions": lambda claims: key("first").sign(claims, crit=["b64"]),
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
    body = accounts.login("ada")
    claims = accounts._codes[body["code"]][1]
    accounts.forged = FORGED[name](claims)

    refused = tries(shop, body)

    assert (refused.status, refused.problem) == (401, "unauthorized")
    assert not scan_for_sessions()


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


@pytest.mark.parametrize("name", WRONG)
def test_a_signed_token_that_is_not_for_this_login_opens_nothing(
    shop: World, accounts: Issuer, name: str
) -> None:
    """Times are seconds from now."""
    now = int(clock.now().timestamp())
    accounts.claims = {
        claim: now + said if isinstance(said, int) else said for claim, said in WRONG[name].items()
    }

    assert tries(shop, accounts.login("ada")).status == 401
    assert not scan_for_sessions()


@pytest.mark.parametrize("claims", [{"exp": -50}, {"iat": 50}, {"nbf": 50}])
def test_clocks_may_be_a_minute_apart(shop: World, accounts: Issuer, claims: dict[str, int]) -> None:
    now = int(clock.now().timestamp())
    accounts.claims = {claim: now + seconds for claim, seconds in claims.items()}

    assert tries(shop, accounts.login("ada")).status == 201


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


def test_an_issuers_own_token_is_no_session(shop: World, accounts: Issuer) -> None:
    """Only ours can be taken back."""
    claims = accounts._codes[accounts.login("olga", OPERATORS)["code"]][1]
    for token in (key("first").sign(claims), by_public_key(claims), unsigned(claims, "none")):
        assert shop.api("GET", "/cart", token=token).status == 401


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
    for _ in range(attempts_store.MOST_ATTEMPTS):
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
    accounts.forged = key("first").sign(accounts._codes[body["code"]][1], kid=None)
    assert tries(shop, body).status == 201

    accounts.keys = [key("first"), key("second")]
    shop.runner.always_cold = True
    body = accounts.login("ada")
    accounts.forged = key("first").sign(accounts._codes[body["code"]][1], kid=None)
    assert tries(shop, body).status == 401


# what a guest takes along


def test_a_guests_cart_is_merged_and_their_session_is_spent(shop: World) -> None:
    answer = a_guest_logs_in(shop)
    cart = shop.api("GET", "/cart", token=answer.json["token"]).json
    assert [line["sku"] for line in cart["lines"]] == [SKU]


def test_a_new_session_is_another_one_whatever_the_guests_was(shop: World, accounts: Issuer) -> None:
    """Whoever had planted the guest's session has nothing of the customer's."""
    guest = a_guest(shop)
    page = opens_a_page(shop, guest["token"])
    session = whose(tries(shop, accounts.login("ada"), token=guest["token"]))

    planted = verify(guest["token"], store.key_ring(), clock.now())
    assert session.session_id != planted.session_id
    assert session.owner != planted.owner
    assert shop.api("GET", "/cart", token=guest["token"]).status == 401
    renewed = shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {guest['token']}"})
    assert renewed.status == 401
    assert page not in shop.sockets.open


def test_orders_of_the_guest_are_the_customers_to_see_and_no_longer_a_thiefs(
    shop: World, accounts: Issuer
) -> None:
    guest = a_guest(shop)
    shop.fills_cart({SKU: 1}, guest["owner"])
    order_id = shop.checkout(guest["owner"]).json["order_id"]
    shop.run_to_end()
    customer = tries(shop, accounts.login("ada"), token=guest["token"]).json
    assert shop.api("GET", f"/orders/{order_id}", token=customer["token"]).status == 200

    thief = tries(shop, accounts.login("eve"), token=guest["token"]).json

    assert thief["cart"] == "none"
    assert shop.api("GET", f"/orders/{order_id}", token=thief["token"]).status == 404


def test_an_order_that_is_decided_meanwhile_is_seen_and_its_cart_stays_with_it(
    shop: World, accounts: Issuer
) -> None:
    guest = a_guest(shop)
    shop.fills_cart({SKU: 1}, guest["owner"])
    order_id = shop.checkout(guest["owner"]).json["order_id"]

    customer = tries(shop, accounts.login("ada"), token=guest["token"]).json

    assert customer["cart"] == "in-checkout"
    shop.run_to_end()
    seen = shop.api("GET", f"/orders/{order_id}", token=customer["token"]).json
    assert seen["status"] == "CONFIRMED"
    assert shop.api("GET", "/cart", token=customer["token"]).json["lines"] == []


def test_guests_who_never_chose_anything_take_up_no_place(shop: World, accounts: Issuer) -> None:
    for _ in range(3):
        assert tries(shop, accounts.login("ada"), token=a_guest(shop)["token"]).json["cart"] == "none"
    assert list(scan("OWNERS_TABLE")) == []


def test_another_account_takes_nothing_of_the_one_before(shop: World, accounts: Issuer) -> None:
    ada = a_guest_logs_in(shop).json["token"]
    eve = tries(shop, accounts.login("eve"), token=ada).json
    assert eve["cart"] == "none"
    assert shop.api("GET", "/cart", token=eve["token"]).json["lines"] == []
    assert shop.api("GET", "/cart", token=ada).status == 401


@pytest.mark.parametrize(("groups", "name"), [((CUSTOMERS,), "session"), ((OPERATORS,), "operator")])
def test_a_page_gets_a_host_cookie_of_its_kind_and_no_token(
    shop: World, accounts: Issuer, groups: tuple[str, ...], name: str
) -> None:
    answer = tries(shop, accounts.login("olga", *groups), headers={"Paidonce-Cookie": "session"})
    cookie, *attributes = answer.headers["set-cookie"].split("; ")
    assert cookie.startswith(f"__Host-{name}=")
    assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} < set(attributes)
    assert "token" not in answer.json


def test_a_refused_token_is_logged_by_its_reason_alone(
    shop: World, accounts: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[dict[str, Any]] = []
    monkeypatch.setattr(api_login.logger, "warning", lambda _, extra: said.append(extra))
    accounts.claims = {"iss": "https://ada.example.com"}
    tries(shop, accounts.login("ada"))
    assert said == [{"why": "it is another issuer's"}]


def scan_for_sessions() -> list[Any]:
    return [item for item in scan("SESSIONS_TABLE") if item["item"] == "login"]


# what ends a session


def test_who_signs_out_is_refused_by_the_authorizer_and_renews_nothing(shop: World) -> None:
    token = a_guest_logs_in(shop).json["token"]
    renewed = shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {token}"}).json["token"]
    shop.time_passes(1)

    assert signs_out(shop, token).json == {"cookie": "none"}

    for one in (token, renewed):
        assert shop.api("GET", "/cart", token=one).status == 401
        assert shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {one}"}).status == 401
    mine = a_guest(shop)["token"]
    assert shop.api("POST", "/cart/merge", {"token": token}, token=mine).status == 422
    assert signs_out(shop, token).status == 200, "no answer was heard"


def test_one_device_signs_out_and_the_other_goes_on(shop: World, accounts: Issuer) -> None:
    here, there = (tries(shop, accounts.login("ada")).json["token"] for _ in range(2))
    pages = [opens_a_page(shop, token) for token in (here, there)]

    signs_out(shop, here)

    assert [page in shop.sockets.open for page in pages] == [False, True]
    assert shop.api("GET", "/cart", token=there).status == 200


def test_all_devices_are_signed_out_but_not_who_logs_in_afterwards(shop: World, accounts: Issuer) -> None:
    here, there = (tries(shop, accounts.login("ada")).json["token"] for _ in range(2))
    pages = [opens_a_page(shop, token) for token in (here, there)]

    assert shop.api("DELETE", "/sessions", token=here).status == 200

    assert [page in shop.sockets.open for page in pages] == [False, False]
    assert [shop.api("GET", "/cart", token=token).status for token in (here, there)] == [401, 401]
    shop.time_passes(1)
    later = tries(shop, accounts.login("ada")).json["token"]
    assert shop.api("GET", "/cart", token=later).status == 200


def test_a_page_whose_token_is_no_good_can_still_drop_its_cookie(shop: World) -> None:
    headers = {"Authorization": "Bearer gone", "Paidonce-Cookie": "session"}
    answer = shop.api("DELETE", "/sessions/current", headers=headers)
    assert answer.json == {"cookie": "dropped"}
    assert "Max-Age=0" in answer.headers["set-cookie"]
    del headers["Paidonce-Cookie"]
    assert shop.api("DELETE", "/sessions/current", headers=headers).status == 401


def test_who_came_by_an_orders_link_signs_out_too_and_has_no_account(shop: World) -> None:
    session = store.key_ring()
    from_link = sign(verify(a_guest(shop)["token"], session, clock.now()), session)
    assert signs_out(shop, from_link).status == 200

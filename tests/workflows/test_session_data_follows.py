"""What a guest had filled in is there after a login, for the customer alone."""

from typing import Any

import pytest

from functions.session.data import KEPT_FOR
from functions.shared.table import scan
from harness.issuer import Issuer
from harness.moto.world import World
from harness.scenarios.accounts import a_guest, signs_out
from tests.workflows.accounts import tries, whose

PATH = "/sessions/current/data"
DRAFT = {"checkout": {"name": "Ada"}}
OTHER = {"checkout": {"name": "Eve"}}


def asks(shop: World, method: str, token: str, body: Any = None) -> Any:
    answer = shop.api(method, PATH, body, token=token)
    assert answer.status == 200, answer.body
    return answer.json


def a_guest_who_filled_in(shop: World) -> str:
    token: str = a_guest(shop)["token"]
    asks(shop, "PUT", token, DRAFT)
    return token


def kept() -> list[Any]:
    return [item["data"] for item in scan("SESSIONS_TABLE") if "data" in item]


def test_it_is_found_by_the_new_session_and_renewals_of_it_and_no_longer_under_the_old_one(
    shop: World, accounts: Issuer
) -> None:
    guest = a_guest_who_filled_in(shop)
    token = tries(shop, accounts.login("ada"), token=guest).json["token"]
    renewed = shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {token}"}).json["token"]

    assert asks(shop, "GET", renewed) == DRAFT
    assert asks(shop, "GET", token) == DRAFT

    assert kept() == ['{"checkout":{"name":"Ada"}}']
    assert shop.api("GET", PATH, token=guest).status == 401
    assert whose(tries(shop, accounts.login("ada"))).follows is None


def test_what_the_customer_kept_since_counts(shop: World, accounts: Issuer) -> None:
    token = tries(shop, accounts.login("ada"), token=a_guest_who_filled_in(shop)).json["token"]
    asks(shop, "PUT", token, OTHER)
    assert asks(shop, "GET", token) == OTHER


def test_what_was_forgotten_does_not_come_back(shop: World, accounts: Issuer) -> None:
    token = tries(shop, accounts.login("ada"), token=a_guest_who_filled_in(shop)).json["token"]
    asks(shop, "DELETE", token)
    assert asks(shop, "GET", token) == {}
    assert kept() == []


def test_a_login_whose_answer_was_lost_brings_it_along_when_it_is_said_again(
    shop: World, accounts: Issuer
) -> None:
    guest, body = a_guest_who_filled_in(shop), accounts.login("ada")
    tries(shop, body, token=guest)
    again = tries(shop, body, token=guest).json["token"]
    assert asks(shop, "GET", again) == DRAFT


@pytest.mark.parametrize("before", ["a thief who comes later", "who signed out", "another account"])
def test_nobody_else_gets_it(shop: World, accounts: Issuer, before: str) -> None:
    token = a_guest_who_filled_in(shop)
    if before == "who signed out":
        signs_out(shop, token)
    elif before == "another account":
        token = tries(shop, accounts.login("ada"), token=token).json["token"]
        assert asks(shop, "GET", token) == DRAFT
    else:
        tries(shop, accounts.login("ada"), token=token)
    eve = tries(shop, accounts.login("eve"), token=token).json["token"]
    assert asks(shop, "GET", eve) == {}


def test_an_operators_session_takes_nothing_along(shop: World, accounts: Issuer) -> None:
    operator = tries(shop, accounts.login("olga", "operators"), token=a_guest_who_filled_in(shop))
    assert whose(operator).follows is None


def test_it_is_not_kept_for_longer_by_that_than_by_any_look(shop: World, accounts: Issuer) -> None:
    guest = a_guest_who_filled_in(shop)
    token = tries(shop, accounts.login("ada"), token=guest).json["token"]
    shop.time_passes(int(KEPT_FOR.total_seconds()) - 60)
    renewed = shop.api("POST", "/sessions", headers={"Authorization": f"Bearer {token}"}).json["token"]
    shop.time_passes(120)
    assert asks(shop, "GET", renewed) == {}

"""Where a call comes from is what the edge, or API Gateway, saw: attempts are counted by it."""

import pytest

from functions.account import api_login
from functions.account.api_login import LOGINS
from tests.handlers.shop import ROUTES, Shop

SEEN = {"requestContext": {"identity": {"sourceIp": "192.0.2.1"}}}
WRONG = {"code": "code", "code_verifier": "v" * 43, "redirect_uri": "https://elsewhere.test/signed-in"}


@pytest.fixture(autouse=True)
def route(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUTES, "sessions/login", api_login.handle)
    monkeypatch.setenv("LOGIN_ORIGINS", "https://shop.test")


def tries(shop: Shop, viewer: str) -> int:
    sent = {"Paidonce-Viewer": viewer, "X-Forwarded-For": viewer}
    return shop.call("POST /sessions/login", WRONG, headers=sent, **SEEN).status


def test_behind_an_edge_each_address_that_it_saw_has_attempts_of_its_own(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIEWER_BY_EDGE", "yes")
    assert {tries(shop, "203.0.113.1") for _ in range(LOGINS.per_address)} == {422}
    assert (tries(shop, "203.0.113.1"), tries(shop, "203.0.113.2")) == (429, 422)


def test_without_one_nobody_says_themselves_where_they_come_from(shop: Shop) -> None:
    assert {tries(shop, f"203.0.113.{number}") for number in range(LOGINS.per_address)} == {422}
    assert tries(shop, "203.0.113.200") == 429

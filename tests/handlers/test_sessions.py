from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import jwt
import pytest

from functions.session import store
from functions.session.authorizer import handle as authorize
from functions.session.token import LIFETIME
from functions.shared import clock
from tests.handlers.cloud import KEYS
from tests.handlers.shop import Reply, Shop

METHOD_ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc/api/GET/cart"


def test_a_session_is_a_token_an_owner_and_an_expiry_a_week_ahead(shop: Shop) -> None:
    before = datetime.now(UTC)
    reply = shop.call("POST /sessions")
    assert reply.status == 201
    assert (reply.headers["Content-Type"], reply.headers["Cache-Control"]) == ("application/json", "no-store")
    assert reply.body.keys() == {"token", "owner", "expires_at"}
    expires_at = datetime.fromisoformat(reply.body["expires_at"])
    assert timedelta(days=7, seconds=-2) <= expires_at - before <= timedelta(days=7, seconds=2)


def test_a_token_is_small_and_names_the_key_that_signed_it(shop: Shop) -> None:
    token = shop.call("POST /sessions").body["token"]
    assert len(token) < 260
    assert jwt.get_unverified_header(token)["kid"] == "k2"
    assert jwt.decode(token, KEYS["k2"], algorithms=["HS256"]).keys() == {"sub", "exp", "jti", "auth_time"}


def test_the_authorizer_finds_the_owner_of_the_token_that_was_issued(shop: Shop) -> None:
    session = shop.call("POST /sessions").body
    event = {"methodArn": METHOD_ARN, "headers": {"Authorization": f"Bearer {session['token']}"}}
    told = authorize(event, None)["context"]
    assert told["owner"] == session["owner"]
    assert datetime.fromtimestamp(int(told["expires_at"]), UTC) == datetime.fromisoformat(
        session["expires_at"]
    )
    assert int(told["expires_at"]) - int(told["began"]) == LIFETIME.total_seconds()


def test_every_session_has_an_owner_of_its_own(shop: Shop) -> None:
    owners = {shop.call("POST /sessions").body["owner"] for _ in range(20)}
    assert len(owners) == 20


def renew(shop: Shop, token: str, **more: str) -> Reply:
    return shop.call("POST /sessions", headers={"Authorization": f"Bearer {token}"} | more)


def claims(token: str) -> dict[str, Any]:
    read: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return read


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time, which tests move."""
    now = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return now


def test_a_valid_token_is_renewed_for_its_owner_and_session(shop: Shop, now: list[datetime]) -> None:
    first = shop.call("POST /sessions").body
    now[0] += timedelta(days=6)

    reply = renew(shop, first["token"])

    assert (reply.status, reply.body["owner"]) == (200, first["owner"])
    expires_at = datetime.fromisoformat(reply.body["expires_at"])
    assert expires_at == datetime.fromisoformat(first["expires_at"]) + timedelta(days=6)
    before, after = claims(first["token"]), claims(reply.body["token"])
    assert after == before | {"exp": int(expires_at.timestamp())}
    assert renew(shop, first["token"]).body == reply.body


def test_a_session_ends_after_thirty_days_however_often_it_is_renewed(
    shop: Shop, now: list[datetime]
) -> None:
    token = shop.call("POST /sessions").body["token"]
    for _ in range(4):
        now[0] += timedelta(days=6, hours=18)
        token = renew(shop, token).body["token"]
    now[0] += timedelta(days=3)
    assert renew(shop, token).refusal == (401, "unauthorized")


def test_a_token_of_the_first_kind_is_good_and_can_be_renewed(shop: Shop, now: list[datetime]) -> None:
    exp = int((now[0] + timedelta(days=1)).timestamp())
    headers = {"kid": "k2", "typ": None}
    first = jwt.encode({"sub": "own_old", "exp": exp}, KEYS["k2"], algorithm="HS256", headers=headers)
    renewed = renew(shop, first)
    assert (renewed.status, renewed.body["owner"]) == (200, "own_old")
    assert claims(renewed.body["token"])["auth_time"] == exp - 7 * 86400


NO_TOKENS = ["", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi", "own_ada", "Bearer \u00e4"]


@pytest.mark.parametrize("authorization", NO_TOKENS)
def test_whoever_sends_what_is_no_token_never_becomes_a_new_guest(shop: Shop, authorization: str) -> None:
    reply = shop.call("POST /sessions", headers={"Authorization": authorization})
    assert reply.refusal == (401, "unauthorized")
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert "Set-Cookie" not in reply.headers


def test_a_token_that_has_expired_is_refused_by_the_second(shop: Shop, now: list[datetime]) -> None:
    first = shop.call("POST /sessions").body
    now[0] = datetime.fromisoformat(first["expires_at"])
    assert renew(shop, first["token"]).refusal == (401, "unauthorized")


def test_two_tokens_at_once_are_none(shop: Shop) -> None:
    tokens = [f"Bearer {shop.call('POST /sessions').body['token']}" for _ in range(2)]
    reply = shop.call("POST /sessions", multiValueHeaders={"Authorization": tokens})
    assert reply.refusal == (401, "unauthorized")


@pytest.mark.parametrize("raw", ["", "not json", "[" * 5000, '"\\ud800"'])
def test_a_session_needs_no_body_and_minds_none(shop: Shop, raw: str) -> None:
    assert shop.call("POST /sessions", raw=raw).status == 201


def test_keys_are_read_again_after_five_minutes_so_that_rotation_needs_no_deployment(
    shop: Shop, moment: list[float]
) -> None:
    reads = []
    with patch.object(store, "_read", wraps=store._read) as read:
        for moment[0] in (0.0, 299.0, 301.0, 302.0):
            shop.call("POST /sessions")
            reads.append(read.call_count)
    assert reads == [1, 1, 2, 2]

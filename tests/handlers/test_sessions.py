from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import jwt
import pytest

from functions.session import store
from functions.session.authorizer import handle as authorize
from tests.handlers.cloud import KEYS
from tests.handlers.shop import Shop

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
    assert len(token) < 200
    assert jwt.get_unverified_header(token)["kid"] == "k2"
    assert jwt.decode(token, KEYS["k2"], algorithms=["HS256"]).keys() == {"sub", "exp"}


def test_the_authorizer_finds_the_owner_of_the_token_that_was_issued(shop: Shop) -> None:
    session = shop.call("POST /sessions").body
    event = {"methodArn": METHOD_ARN, "headers": {"Authorization": f"Bearer {session['token']}"}}
    assert authorize(event, None)["context"] == {"owner": session["owner"]}


def test_every_session_has_an_owner_of_its_own(shop: Shop) -> None:
    owners = {shop.call("POST /sessions").body["owner"] for _ in range(20)}
    assert len(owners) == 20


def test_a_browser_gets_the_token_as_a_host_cookie(shop: Shop) -> None:
    reply = shop.call("POST /sessions")
    value, *attributes = reply.headers["Set-Cookie"].split("; ")
    assert value == f"__Host-session={reply.body['token']}"
    assert set(attributes) == {"Path=/", "Max-Age=604800", "Secure", "HttpOnly", "SameSite=Strict"}


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

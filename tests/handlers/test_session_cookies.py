"""Sessions of browsers: cookies, of which the edge tells. No page ever sees a token."""

from datetime import datetime, timedelta

import pytest

from functions.session.order_link import make_key
from functions.session.store import key_ring
from functions.shared import clock
from tests.handlers.shop import Reply, Shop

pytestmark = pytest.mark.usefixtures("now")

ORDER = "ord_" + "a" * 32


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time, which tests move: however long they take, it takes no time."""
    now = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return now


def session(shop: Shop, cookie: str, token: str | None = None) -> Reply:
    sent = {"Paidonce-Cookie": cookie} | ({"Authorization": f"Bearer {token}"} if token else {})
    return shop.call("POST /sessions", headers=sent)


def cookie_of(reply: Reply) -> tuple[str, str, set[str]]:
    """Name, value and attributes."""
    named, *attributes = reply.headers["Set-Cookie"].split("; ")
    name, _, value = named.partition("=")
    return name, value, set(attributes)


def test_who_uses_a_cookie_gets_the_token_as_a_host_cookie_and_nowhere_else(shop: Shop) -> None:
    reply = session(shop, "session")
    name, token, attributes = cookie_of(reply)
    assert (reply.status, name) == (201, "__Host-session")
    assert attributes == {"Path=/", "Max-Age=604800", "Secure", "HttpOnly", "SameSite=Lax"}
    assert reply.body.keys() == {"owner", "expires_at"}
    assert session(shop, "session", token).body["owner"] == reply.body["owner"]
    assert session(shop, "session", token).body.keys() == {"owner", "expires_at"}


@pytest.mark.parametrize("cookie", ["", "Session", "session ", "ord_a", "basket"])
def test_who_sends_tokens_gets_them_in_the_body_and_no_cookie(shop: Shop, cookie: str) -> None:
    reply = session(shop, cookie)
    assert reply.body.keys() == {"token", "owner", "expires_at"}
    assert "Set-Cookie" not in reply.headers


def test_a_cookie_of_a_session_that_ends_soon_ends_with_it(shop: Shop, now: list[datetime]) -> None:
    reply = session(shop, "session")
    for _ in range(4):
        now[0] += timedelta(days=6, hours=18)
        reply = session(shop, "session", cookie_of(reply)[1])
    assert "Max-Age=259200" in cookie_of(reply)[2]


@pytest.mark.parametrize("cookie", ["session", "operator", ORDER])
def test_a_browser_whose_cookie_is_refused_is_told_to_drop_it(shop: Shop, cookie: str) -> None:
    """Else it would send it again, and could never begin anew."""
    reply = session(shop, cookie, "gone")
    assert reply.refusal == (401, "unauthorized")
    name, value, attributes = cookie_of(reply)
    assert (name, value) == (f"__Host-{cookie}", "")
    assert "Max-Age=0" in attributes


@pytest.mark.parametrize("cookie", ["operator", ORDER])
def test_who_has_no_such_session_becomes_no_guest_under_its_name(shop: Shop, cookie: str) -> None:
    reply = session(shop, cookie)
    assert reply.refusal == (401, "unauthorized")
    assert "Set-Cookie" not in reply.headers


def test_a_session_by_a_link_has_a_cookie_for_its_order(shop: Shop) -> None:
    key = make_key(ORDER, key_ring(), clock.now())
    reply = shop.call(
        "POST /sessions/order", {"order_id": ORDER, "key": key}, headers={"Paidonce-Cookie": "session"}
    )
    name, _, attributes = cookie_of(reply)
    assert (reply.status, name) == (201, f"__Host-{ORDER}")
    assert "Max-Age=86400" in attributes
    assert reply.body.keys() == {"owner", "expires_at"}

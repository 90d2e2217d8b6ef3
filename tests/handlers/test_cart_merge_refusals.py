"""POST /cart/merge: tokens and bodies that are no use."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from functions.session import owners_store
from functions.session.store import key_ring
from functions.session.token import LIFETIME, Session, sign
from functions.shared import clock, ids
from tests.handlers.guests import ME, Guest, merge
from tests.handlers.shop import Shop


def test_my_own_token_is_refused(shop: Shop, guest: Guest) -> None:
    shop.put("a", owner=guest.owner)
    assert merge(shop, guest, owner=guest.owner).refusal == (422, "invalid-request")
    assert owners_store.readable_owners(guest.owner) == (guest.owner,)


def a_token(expires_at: datetime) -> str:
    return sign(Session(ids.new_owner(), "s1", clock.now(), expires_at), key_ring())


NO_TOKENS = ("x", "", "a.b.c", "x" * 600, "\x00", "🍕", "own_ada", 7, None, ["a"], {"a": 1}, True)
SPOILT_TOKENS = (
    lambda: a_token(clock.now() - timedelta(seconds=1)),
    lambda: a_token(clock.now() + LIFETIME) + "A",
    lambda: a_token(clock.now() + LIFETIME)[:-5],
)


@pytest.mark.parametrize("token", [*NO_TOKENS, *SPOILT_TOKENS])
def test_a_bad_token_is_refused_and_never_repeated_back(
    shop: Shop, token: str | Callable[[], str] | None
) -> None:
    given = token() if callable(token) else token
    reply = shop.call("POST /cart/merge", {"token": given})
    assert reply.refusal == (422, "invalid-request")
    assert not isinstance(given, str) or len(given) < 10 or given not in reply.text
    assert owners_store.readable_owners(ME) == (ME,)


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        ("", (400, "malformed-json")),
        ("{", (400, "malformed-json")),
        ("[]", (422, "invalid-request")),
        ("{}", (422, "invalid-request")),
        ('{"token": "\\ud800"}', (422, "invalid-request")),
        (json.dumps({"token": "x", "more": 1}), (422, "invalid-request")),
        (json.dumps({"token": "x" * 70_000}), (413, "body-too-large")),
    ],
)
def test_a_bad_body_is_refused(shop: Shop, raw: str, refusal: tuple[int, str]) -> None:
    answered = shop.call("POST /cart/merge", raw=raw).refusal
    assert answered == refusal or (answered[0] == 400 and "ud800" in raw)

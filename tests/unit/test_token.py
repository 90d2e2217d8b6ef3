from datetime import UTC, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.session.token import (
    LIFETIME,
    LONGEST_SESSION,
    MAX_LENGTH,
    InvalidToken,
    KeyRing,
    Session,
    bearer,
    begin,
    begin_operator,
    sign,
    verify,
)

NOW = datetime(2026, 11, 21, tzinfo=UTC)
RING = KeyRing("k1", {"k1": "one-secret-of-at-least-32-bytes-x", "k2": "two-secret-of-at-least-32-bytes-y"})
SESSION = begin("own_a", "s1", NOW)


def test_an_operators_session_lasts_eight_hours_however_often_it_is_renewed() -> None:
    session = begin_operator("ada", "s1", NOW)
    assert (session.owner, session.groups) == ("op_ada", ("operators",))
    assert session.expires_at == NOW + timedelta(hours=8)
    assert session.renewed(NOW + timedelta(hours=7)) == session
    assert verify(sign(session, RING), RING, NOW) == session


def test_a_session_survives_being_signed_and_verified() -> None:
    assert verify(sign(SESSION, RING), RING, NOW) == SESSION


def test_a_token_is_good_until_the_second_it_expires() -> None:
    token = sign(SESSION, RING)
    assert verify(token, RING, SESSION.expires_at - timedelta(seconds=1)) == SESSION
    with pytest.raises(InvalidToken, match="expired"):
        verify(token, RING, SESSION.expires_at)


def test_a_token_of_a_former_key_is_good_while_the_ring_still_holds_it() -> None:
    token = sign(SESSION, RING)
    assert verify(token, KeyRing("k2", RING.keys), NOW) == SESSION
    with pytest.raises(InvalidToken):
        verify(token, KeyRing("k2", {"k2": RING.keys["k2"]}), NOW)


def test_a_key_that_was_replaced_under_the_same_id_verifies_nothing_of_before() -> None:
    with pytest.raises(InvalidToken):
        verify(sign(SESSION, RING), KeyRing("k1", {"k1": RING.keys["k2"]}), NOW)


@given(st.data())
def test_a_token_with_any_character_changed_is_refused_or_says_the_same(data: st.DataObject) -> None:
    token = sign(SESSION, RING)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters())
    try:
        found = verify(token[:place] + other + token[place + 1 :], RING, NOW)
    except InvalidToken:
        return
    # Base64 carries unused bits at its end: two spellings of one signature.
    assert found == SESSION


@given(st.text(max_size=600))
def test_whatever_is_no_token_is_refused_and_breaks_nothing(text: str) -> None:
    with pytest.raises(InvalidToken):
        verify(text, RING, NOW)


@pytest.mark.parametrize(
    "claims",
    [
        *({}, {"sub": "own_a"}, {"exp": 2**33}, {"sub": 7, "exp": 2**33}),
        pytest.param({"sub": "own_" + "a" * MAX_LENGTH, "exp": 2**33}, id="it is overlong"),
    ],
)
def test_a_signed_token_must_say_who_and_until_when_and_be_short(claims: dict[str, object]) -> None:
    token = jwt.encode(claims, RING.keys["k1"], algorithm="HS256", headers={"kid": "k1"})
    with pytest.raises(InvalidToken):
        verify(token, RING, NOW)


def first_kind(owner: str, expires_at: datetime) -> str:
    """A token as they were before sessions had ids and could be renewed."""
    claims = {"sub": owner, "exp": int(expires_at.timestamp())}
    return jwt.encode(claims, RING.keys["k1"], algorithm="HS256", headers={"kid": "k1", "typ": None})


def test_a_token_of_the_first_kind_stands_for_the_same_session_each_time() -> None:
    token = first_kind("own_a", NOW + timedelta(days=2))
    found = verify(token, RING, NOW)
    assert found == verify(token, RING, NOW + timedelta(days=1))
    assert (found.owner, found.began) == ("own_a", NOW - timedelta(days=5))
    other = verify(first_kind("own_b", NOW + timedelta(days=2)), RING, NOW)
    assert found.session_id != other.session_id


def test_what_is_renewed_is_the_same_session_for_another_week() -> None:
    later = NOW + timedelta(days=6, microseconds=7)
    again = SESSION.renewed(later)
    assert again == Session("own_a", "s1", NOW, NOW + timedelta(days=13))
    assert verify(sign(again, RING), RING, later) == again


@given(st.lists(st.timedeltas(timedelta(0), LIFETIME), max_size=12))
def test_however_often_it_is_renewed_a_session_ends_after_thirty_days_and_never_sooner_for_it(
    pauses: list[timedelta],
) -> None:
    session, now = SESSION, NOW
    for pause in pauses:
        now = min(now + pause, session.expires_at - timedelta(seconds=1))
        before, session = session, session.renewed(now)
        assert before.expires_at <= session.expires_at <= NOW + LONGEST_SESSION
        assert session.expires_at <= now + LIFETIME


def test_who_renews_every_day_is_signed_in_for_thirty_days() -> None:
    session = SESSION
    for day in range(30):
        assert session.expires_at > NOW + timedelta(days=day)
        session = session.renewed(NOW + timedelta(days=day))
    assert session.expires_at == NOW + LONGEST_SESSION


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "abc", " Bearer abc", "Bearerabc"])
def test_what_is_no_bearer_token_is_refused(header: str) -> None:
    with pytest.raises(InvalidToken):
        bearer(header)

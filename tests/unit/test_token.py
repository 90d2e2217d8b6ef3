from datetime import UTC, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.session.token import MAX_LENGTH, InvalidToken, KeyRing, Session, sign, verify

NOW = datetime(2026, 11, 21, tzinfo=UTC)
RING = KeyRing("k1", {"k1": "one-secret-of-at-least-32-bytes-x", "k2": "two-secret-of-at-least-32-bytes-y"})
SESSION = Session("own_a", NOW + timedelta(days=7))


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

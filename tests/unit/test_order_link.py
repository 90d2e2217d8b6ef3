import string
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.session.order_link import GOOD_FOR, MAX_LENGTH, LinkRefused, check_key, link_to, make_key
from functions.session.signed_text import sign_text
from functions.session.token import KeyRing, begin, begin_by_link, sign, verify

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
RING = KeyRing("k2", {"k1": "first-secret-of-at-least-32-bytes", "k2": "second-secret-of-at-least-32-bytes"})
ORDER, OTHER = "ord_" + "a" * 32, "ord_" + "b" * 32
KEY = make_key(ORDER, RING, NOW)


def test_a_key_is_good_for_ninety_days_to_the_second() -> None:
    assert timedelta(days=90) == GOOD_FOR
    check_key(ORDER, KEY, RING, NOW)
    check_key(ORDER, KEY, RING, NOW + timedelta(days=90) - timedelta(seconds=1))
    with pytest.raises(LinkRefused):
        check_key(ORDER, KEY, RING, NOW + timedelta(days=90))


def test_a_key_opens_its_own_order_alone() -> None:
    with pytest.raises(LinkRefused):
        check_key(OTHER, KEY, RING, NOW)


def test_a_key_of_a_signer_that_is_gone_is_refused() -> None:
    with pytest.raises(LinkRefused):
        check_key(ORDER, KEY, KeyRing("k1", {"k1": RING.keys["k1"]}), NOW)


@given(st.data())
def test_a_key_that_was_changed_anywhere_is_refused(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(KEY) - 1))
    other = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_=") | st.just(""))
    changed = KEY[:place] + other + KEY[place + 1 :]
    if changed != KEY:
        with pytest.raises(LinkRefused):
            check_key(ORDER, changed, RING, NOW)


@pytest.mark.parametrize("owner", ["own_ada", ORDER, f"link_{ORDER}"])
def test_no_other_signed_text_is_a_key(owner: str) -> None:
    for text in ("9999999999", "", "never"):
        with pytest.raises(LinkRefused):
            check_key(ORDER, sign_text(text, owner, RING), RING, NOW)


def test_what_a_key_says_is_no_token_and_no_token_is_a_key() -> None:
    token = sign(begin("own_ada", "s1", NOW), RING)
    with pytest.raises(LinkRefused):
        check_key(ORDER, token, RING, NOW)
    assert len(KEY) < MAX_LENGTH


def test_the_key_stands_in_the_fragment_which_no_server_is_told() -> None:
    address = urlsplit(link_to("https://shop.example/", ORDER, KEY))
    assert (address.path, address.query, address.fragment) == (f"/orders/{ORDER}", "", f"key={KEY}")


def test_a_session_by_a_link_ends_after_a_day_and_is_not_renewed() -> None:
    session = begin_by_link(ORDER, "s1", NOW)
    assert session.expires_at == NOW + timedelta(days=1)
    assert session.renewed(NOW + timedelta(hours=23)) == session
    assert verify(sign(session, RING), RING, NOW) == session

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.session.keys import (
    ALWAYS,
    MAX_KEYS,
    PUBLISHED_BEFORE,
    Key,
    Keys,
    KeysBroken,
    KeysRefused,
    describe,
    read,
    revoked,
    ring,
    rotated,
    signing,
    write,
)
from functions.session.order_link import GOOD_FOR
from functions.session.token import LIFETIME

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST = Key("k1", "first-secret-of-at-least-32-bytes")
SECRET = "another-secret-of-at-least-32-byte"


def rotate(keys: Keys, now: datetime, key_id: str = "new") -> Keys:
    return rotated(keys, key_id, SECRET, now)


def ids(keys: Keys) -> list[str]:
    return [key.key_id for key in keys]


def test_the_key_that_a_deployment_generates_signs_at_once() -> None:
    keys = read(json.dumps({"k1": FIRST.secret}))
    assert keys == (FIRST,)
    assert signing(keys, NOW) == FIRST


def test_keys_survive_being_written() -> None:
    keys = rotate((FIRST,), NOW)
    assert read(write(keys)) == keys


def test_a_new_key_verifies_at_once_and_signs_once_everyone_has_read_it() -> None:
    keys = rotate((FIRST,), NOW)
    just_before = NOW + PUBLISHED_BEFORE - timedelta(milliseconds=1)
    assert ring(keys, just_before).signing == "k1"
    assert ring(keys, NOW + PUBLISHED_BEFORE).signing == "new"
    assert ring(keys, NOW).keys == {"k1": FIRST.secret, "new": SECRET}


def test_a_key_is_kept_until_the_last_link_it_may_have_signed_has_expired() -> None:
    keys = rotate((FIRST,), NOW)
    last_token = NOW + PUBLISHED_BEFORE + PUBLISHED_BEFORE + GOOD_FOR
    assert ids(rotate(keys, last_token - timedelta(seconds=1), "third")) == ["k1", "new", "third"]
    assert ids(rotate(keys, last_token, "third")) == ["new", "third"]


def test_a_key_without_a_time_says_nothing_about_when_it_took_over() -> None:
    by_hand = (FIRST, Key("k2", SECRET))
    keys = rotate(by_hand, NOW)
    assert ids(keys) == ["k1", "k2", "new"]
    assert ids(rotate(keys, NOW + LIFETIME, "later")) == ["k1", "k2", "new", "later"]


def test_a_yearful_of_weekly_rotations_keeps_a_quarters_keys() -> None:
    keys: Keys = (FIRST,)
    for week in range(52):
        keys = rotate(keys, NOW + timedelta(weeks=week), f"k-{week}")
    assert len(keys) == 14


@given(st.lists(st.integers(0, 20 * 24 * 60), min_size=1, max_size=30))
def test_no_rotation_ever_ends_a_living_session_or_link(minutes: list[int]) -> None:
    """A key signs while it is the newest, and five minutes more in a process that read late."""
    keys: Keys = (FIRST,)
    signed: dict[str, datetime] = {"k1": NOW}
    now = NOW
    for number, pause in enumerate(minutes):
        now += timedelta(minutes=pause)
        late_reader = signing(keys, now - timedelta(minutes=5))
        signed[late_reader.key_id] = now
        signed[signing(keys, now).key_id] = now
        try:
            keys = rotate(keys, now, f"n{number}")
        except KeysRefused:
            assert len(keys) >= MAX_KEYS
        alive = {key_id for key_id, at in signed.items() if at + GOOD_FOR > now}
        assert alive <= set(ids(keys))
        assert len(keys) <= MAX_KEYS


def test_more_keys_than_a_handful_are_refused_with_the_time_to_wait_for() -> None:
    keys: Keys = (FIRST,)
    for number in range(MAX_KEYS - 1):
        keys = rotate(keys, NOW + timedelta(minutes=number), f"n{number}")
    with pytest.raises(KeysRefused, match=r"100 keys .* oldest, k1, .* until 2027-02-19T12:20:00\.000Z"):
        rotate(keys, NOW + timedelta(hours=2))


def test_a_revoked_key_is_gone_and_another_signs() -> None:
    keys = rotate((FIRST,), NOW)
    after = NOW + PUBLISHED_BEFORE
    assert ids(revoked(keys, "new")) == ["k1"]
    assert signing(revoked(keys, "new"), after) == FIRST


def test_when_only_keys_to_come_are_left_the_first_of_them_signs_at_once() -> None:
    keys = revoked(rotate(rotate((FIRST,), NOW, "a"), NOW + timedelta(minutes=1), "b"), "k1")
    assert signing(keys, NOW).key_id == "a"


def test_the_only_key_is_not_revoked_for_nobody_could_sign() -> None:
    with pytest.raises(KeysRefused, match="rotate first"):
        revoked((FIRST,), "k1")


def test_an_unknown_key_is_refused_with_the_ids_there_are() -> None:
    with pytest.raises(KeysRefused, match="no session key 'k9'; there are k1, new"):
        revoked(rotate((FIRST,), NOW), "k9")


def test_a_description_has_ids_and_times_and_no_secret() -> None:
    keys = rotate((FIRST,), NOW)
    assert describe(keys, NOW) == [
        {"id": "k1", "signs_from": None, "signs": True, "needed_until": "2027-02-19T12:20:00.000Z"},
        {"id": "new", "signs_from": "2026-11-21T12:10:00.000Z", "signs": False, "needed_until": None},
    ]
    assert SECRET not in repr(keys)


NO_SECRET = ["k1", "", "a" * 31, None, 7, True, [], {}, {"secret": SECRET}]
NO_TIME = [{"secret": SECRET, "signs_from": at} for at in (7, "soon", "2026-11-21T12:00:00")]
NO_KEY = [{"secret": "short", "signs_from": "2026-11-21T12:00:00Z"}, {"signs_from": "2026-11-21T12:00:00Z"}]


@pytest.mark.parametrize("entry", [*NO_SECRET, *NO_TIME, *NO_KEY])
def test_what_is_no_key_is_passed_over_and_locks_nobody_out(entry: Any) -> None:
    assert read(json.dumps({"signing": entry, "k1": FIRST.secret})) == (FIRST,)


@pytest.mark.parametrize("text", ["", "k1", "[]", '"k1"', "{}", '{"k1": "short"}', "[" * 100_000, "7"])
def test_a_secret_without_a_key_is_broken(text: str) -> None:
    with pytest.raises(KeysBroken):
        read(text)


def test_without_a_time_a_key_is_older_than_any_with_one() -> None:
    text = json.dumps({"a": {"secret": SECRET, "signs_from": "2026-01-01T00:00:00Z"}, "z": FIRST.secret})
    assert [key.signs_from > ALWAYS for key in read(text)] == [False, True]

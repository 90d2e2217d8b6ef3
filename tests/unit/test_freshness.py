import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.freshness import (
    FRESH_SECONDS,
    RETRY_SECONDS,
    STALE_SECONDS,
    Copy,
    Duty,
    duty,
    fresh,
    held_over,
)

CHANCES = st.floats(0, 1, exclude_max=True)
READ_AT = 1000.0


def copy(chance: float = 0.5) -> Copy[str]:
    return fresh("menu", READ_AT, chance)


@pytest.mark.parametrize(
    ("age", "reading", "expected"),
    [
        (0.0, False, Duty.SERVE),
        (8.9, False, Duty.SERVE),
        (9.0, False, Duty.REFRESH),
        (9.0, True, Duty.SERVE),
        (9.9, False, Duty.REFRESH),
        (10.0, False, Duty.READ),
        (10.0, True, Duty.READ),
        (10_000.0, True, Duty.READ),
    ],
)
def test_a_copy_is_served_then_renewed_by_one_then_no_longer_taken(
    age: float, reading: bool, expected: Duty
) -> None:
    assert duty(copy(), READ_AT + age, reading) is expected


@pytest.mark.parametrize("reading", [True, False])
def test_without_a_copy_there_is_nothing_to_serve(reading: bool) -> None:
    assert duty(None, READ_AT, reading) is Duty.READ


@given(CHANCES)
def test_a_copy_is_renewed_somewhere_in_the_last_fifth_of_its_time(chance: float) -> None:
    made = copy(chance)
    assert READ_AT + 0.8 * FRESH_SECONDS <= made.refresh_at <= READ_AT + FRESH_SECONDS
    assert made.good_until == READ_AT + FRESH_SECONDS


@given(CHANCES, st.floats(0, FRESH_SECONDS))
def test_a_copy_of_what_does_not_last_is_good_for_as_long_as_it_lasts(chance: float, seconds: float) -> None:
    made = fresh("level", READ_AT, chance, good_for=seconds)
    assert made.good_until == READ_AT + seconds
    assert READ_AT + 0.8 * seconds <= made.refresh_at <= made.good_until


def test_nothing_is_good_for_more_than_ten_seconds() -> None:
    assert fresh("level", READ_AT, 0.5, good_for=3600.0) == fresh("level", READ_AT, 0.5)


def test_the_moment_of_renewal_is_spread_by_chance() -> None:
    assert copy(0.0).refresh_at < copy(0.5).refresh_at < copy(0.99).refresh_at


@given(st.integers(0, int(STALE_SECONDS) - 1), CHANCES)
def test_a_copy_that_is_held_over_is_served_until_the_next_try_and_never_longer_than_ten_minutes(
    age: int, chance: float
) -> None:
    now = READ_AT + age
    kept = held_over(copy(), now, chance)
    assert kept is not None
    assert kept.read_at == READ_AT
    assert duty(kept, now, False) is Duty.SERVE
    assert now < kept.refresh_at <= now + RETRY_SECONDS
    assert kept.good_until <= READ_AT + STALE_SECONDS
    assert duty(kept, now + FRESH_SECONDS, False) is Duty.READ


def test_a_read_that_fails_early_does_not_shorten_what_the_copy_was_good_for() -> None:
    kept = held_over(copy(), READ_AT + 1, 0.0)
    assert kept is not None
    assert kept.good_until == READ_AT + FRESH_SECONDS


@given(st.floats(STALE_SECONDS, 1e6), CHANCES)
def test_a_copy_of_ten_minutes_is_not_held_over(age: float, chance: float) -> None:
    assert held_over(copy(), READ_AT + age, chance) is None

"""What stands before an operator: which stop it is, whose tokens it has, and what was answered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.operator import store as operator_store
from functions.operator.park_order import stop_of
from functions.operator.stop import Stop
from functions.order import keys
from functions.returns import store as returns_store
from functions.returns import writes as returns_writes
from functions.shared import clock
from functions.shared.table import write
from harness.items import present, puts
from tests.handlers.shop import Shop
from tests.handlers.standing import AT, NOW, ORDER, RETURN, STUCK, answer, decided

BEFORE, AFTER = (clock.timestamp(NOW + timedelta(seconds=seconds)) for seconds in (-60, 60))
STORED_BEFORE = keys.operator_key(ORDER) | {"error": "Broken", "at": AT, "task_token": "token-1"}
"""A stop of when there were not several tokens to one."""


def with_token(number: int, **members: str) -> Stop:
    return replace(STUCK, task_tokens=(f"token-{number}",), **members)


def test_an_answer_is_recorded_only_to_the_tokens_that_were_answered(shop: Shop) -> None:
    operator_store.park(ORDER, STUCK)
    operator_store.park(ORDER, with_token(0))

    stands = operator_store.record_answer(ORDER, STUCK, answer("ada"))

    assert (stands.task_tokens, stands.answer) == (("token-1", "token-0"), None)
    assert operator_store.record_answer(ORDER, stands, answer("ada")).answer == answer("ada")


def test_an_earlier_stop_does_not_take_the_place_of_a_later_one_and_a_later_one_does(shop: Shop) -> None:
    operator_store.park(ORDER, STUCK)
    operator_store.record_answer(ORDER, STUCK, answer("ada"))

    assert operator_store.park(ORDER, with_token(0, entered=BEFORE)) is None
    joined = present(operator_store.park(ORDER, with_token(2)))
    later = present(operator_store.park(ORDER, with_token(3, entered=AFTER)))

    assert joined.answer == answer("ada")
    assert (later.task_tokens, later.answer) == (("token-3",), None)


def test_a_return_stops_as_an_order_does(shop: Shop) -> None:
    decided()
    returns_store.park(RETURN, STUCK)
    assert returns_store.park(RETURN, with_token(0, entered=BEFORE)) is None
    joined = present(returns_store.park(RETURN, with_token(2)))
    assert joined.task_tokens == ("token-1", "token-2")
    assert present(returns_store.record_answer(RETURN, STUCK, answer("ada"))).answer is None
    assert present(returns_store.record_answer(RETURN, joined, answer("ada"))).answer == answer("ada")


def test_a_return_that_was_closed_unheard_stops_all_the_same(shop: Shop) -> None:
    """Its execution waits; whoever sends it on lets it find that all is done."""
    write(returns_writes.close(decided()))

    assert returns_store.park(RETURN, STUCK) is not None
    assert returns_store.load(RETURN).stuck == STUCK


def test_stops_of_which_nothing_is_known_join_until_they_are_answered(shop: Shop) -> None:
    operator_store.park(ORDER, with_token(1, entered=""))
    joined = present(operator_store.park(ORDER, with_token(2, entered="")))
    assert joined.task_tokens == ("token-1", "token-2")
    operator_store.record_answer(ORDER, joined, answer("ada"))

    another = present(operator_store.park(ORDER, with_token(3, entered="")))

    assert (another.task_tokens, another.answer) == (("token-3",), None)


def test_a_stop_that_was_stored_before_there_were_several_tokens_is_answered(shop: Shop) -> None:
    puts("ORDERS_TABLE", STORED_BEFORE)
    stuck = present(operator_store.load(ORDER))
    assert stuck.task_tokens == ("token-1",)

    assert operator_store.record_answer(ORDER, stuck, answer("ada")).answer == answer("ada")


def test_a_stop_of_before_that_another_try_joins_is_answered_and_recorded(shop: Shop) -> None:
    """Parked with one token, under a definition that does not tell when it was entered."""
    puts("ORDERS_TABLE", STORED_BEFORE)
    stuck = present(operator_store.park(ORDER, with_token(2, entered="")))
    assert stuck.task_tokens == ("token-1", "token-2")

    assert operator_store.record_answer(ORDER, stuck, answer("ada")).answer == answer("ada")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-01-01T12:00:00Z", "2026-01-01T12:00:00.250Z"),
        ("2026-01-01T12:00:00.999999+00:00", "2026-01-01T12:00:01Z"),
    ],
)
def test_of_two_stops_the_later_one_counts_however_their_times_are_written(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    for token, entered in (("token-1", first), ("token-2", second)):
        event = {"task_token": token, "entered": entered, "failure": {"Error": "Broken"}}
        stands = operator_store.park(ORDER, stop_of(event))

    assert present(stands).task_tokens == ("token-2",)

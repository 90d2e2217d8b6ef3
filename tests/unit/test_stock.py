from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.inventory.stock import (
    LOW,
    SOLD_PER_SECOND,
    NotThatMany,
    Units,
    believed,
    first_choice,
    first_layout,
    level,
    near,
    take_back,
    wanted,
)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 99))))
def test_what_is_wanted_is_counted_per_sku_over_all_lines(found: list[tuple[str, int]]) -> None:
    expected: Counter[str] = Counter()
    for sku, quantity in found:
        expected[sku] += quantity
    assert wanted(Units(sku, 0, quantity) for sku, quantity in found) == expected


@given(st.text(), st.text(), st.integers(1, 64))
def test_an_order_always_tries_the_same_shard_first(order_id: str, sku: str, shards: int) -> None:
    choice = first_choice(order_id, sku, shards)
    assert 0 <= choice < shards
    assert choice == first_choice(order_id, sku, shards)


def test_orders_spread_over_the_shards() -> None:
    hits = Counter(first_choice(f"ord_{number}", "water", 8) for number in range(2000))
    assert len(hits) == 8
    assert min(hits.values()) > 150


@pytest.mark.parametrize(
    ("available", "shown"),
    [(-1, "sold_out"), (0, "sold_out"), (1, "low"), (LOW, "low"), (LOW + 1, "in_stock")],
)
def test_a_level_says_whether_and_not_how_many(available: int, shown: str) -> None:
    assert level(available) == shown


PIECES = (Units("pizza", 0, 2), Units("water", 1, 1), Units("pizza", 3, 4))


@pytest.mark.parametrize(
    ("wanted", "back", "left"),
    [
        ({"pizza": 1}, [("pizza", 0, 1)], [("pizza", 0, 1), ("water", 1, 1), ("pizza", 3, 4)]),
        ({"pizza": 3}, [("pizza", 0, 2), ("pizza", 3, 1)], [("water", 1, 1), ("pizza", 3, 3)]),
        ({"pizza": 6, "water": 1}, [("pizza", 0, 2), ("water", 1, 1), ("pizza", 3, 4)], []),
        ({"pizza": 0}, [], [("pizza", 0, 2), ("water", 1, 1), ("pizza", 3, 4)]),
    ],
)
def test_units_that_come_back_go_where_they_came_from(
    wanted: dict[str, int], back: list[tuple[str, int, int]], left: list[tuple[str, int, int]]
) -> None:
    assert take_back(PIECES, wanted) == (
        tuple(Units(*one) for one in back),
        tuple(Units(*one) for one in left),
    )


@pytest.mark.parametrize("wanted", [{"pizza": 7}, {"beer": 1}])
def test_more_than_went_out_does_not_come_back(wanted: dict[str, int]) -> None:
    with pytest.raises(NotThatMany):
        take_back(PIECES, wanted)


@pytest.mark.parametrize(
    ("units", "shards"), [(0, 1), (1, 1), (499, 1), (500, 2), (1000, 4), (1999, 7), (2000, 8), (10**6, 8)]
)
def test_a_sku_begins_with_a_shard_for_each_250_units_and_eight_at_most(units: int, shards: int) -> None:
    assert (first_layout(units).shards, first_layout(units).active) == (shards, shards)


@given(st.integers(0, 10**6))
def test_a_level_is_believed_until_its_units_can_be_gone_unless_everybody_looks_closer_anyway(
    units: int,
) -> None:
    if near(units, 1):
        assert believed(units) > 3600
    else:
        assert units - believed(units) * SOLD_PER_SECOND == pytest.approx(LOW)

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.inventory.stock import LOW, first_choice, level, wanted


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 99))))
def test_what_is_wanted_is_counted_per_sku_over_all_lines(found: list[tuple[str, int]]) -> None:
    expected: Counter[str] = Counter()
    for sku, quantity in found:
        expected[sku] += quantity
    assert wanted({"sku": sku, "quantity": quantity} for sku, quantity in found) == expected


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

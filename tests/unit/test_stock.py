from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.inventory.stock import LOW, OutOfStock, Shard, first_choice, level, split, spread, wanted

shard_lists = st.lists(st.integers(0, 50), min_size=1, max_size=12).map(
    lambda counts: [Shard("water", number, available) for number, available in enumerate(counts)]
)


@given(shard_lists, st.integers(1, 700))
def test_a_split_takes_exactly_what_is_wanted_or_says_that_there_is_too_little(
    shards: list[Shard], quantity: int
) -> None:
    there = sum(shard.available for shard in shards)
    if quantity > there:
        with pytest.raises(OutOfStock):
            split("water", quantity, shards)
        return
    assert sum(one.quantity for one in split("water", quantity, shards)) == quantity


@given(shard_lists, st.data())
def test_a_split_takes_from_no_shard_more_than_it_has_nor_from_any_twice(
    shards: list[Shard], data: st.DataObject
) -> None:
    there = sum(shard.available for shard in shards)
    units = split("water", data.draw(st.integers(0, there)), shards)
    available = {shard.number: shard.available for shard in shards}
    assert len({one.shard for one in units}) == len(units)
    for one in units:
        assert one.sku == "water"
        assert 1 <= one.quantity <= available[one.shard]


@given(shard_lists, st.data())
def test_a_split_uses_the_fewest_shards(shards: list[Shard], data: st.DataObject) -> None:
    there = sum(shard.available for shard in shards)
    quantity = data.draw(st.integers(0, there))
    units = split("water", quantity, shards)
    fullest = sorted((shard.available for shard in shards), reverse=True)
    assert sum(fullest[: max(0, len(units) - 1)]) < quantity or not units


@given(shard_lists, st.data())
def test_a_split_does_not_depend_on_the_order_in_which_shards_are_read(
    shards: list[Shard], data: st.DataObject
) -> None:
    quantity = data.draw(st.integers(0, sum(shard.available for shard in shards)))
    shuffled = data.draw(st.permutations(shards))
    assert split("water", quantity, shuffled) == split("water", quantity, shards)


def test_what_has_no_shard_is_out_of_stock() -> None:
    with pytest.raises(OutOfStock, match="water: 1 wanted, 0 available"):
        split("water", 1, [])


@given(st.integers(0, 10_000), st.integers(1, 32))
def test_a_spread_adds_up_and_is_even(available: int, shards: int) -> None:
    shares = spread(available, shards)
    assert (len(shares), sum(shares)) == (shards, available)
    assert max(shares) - min(shares) <= 1
    assert min(shares) >= 0


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

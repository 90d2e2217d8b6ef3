"""Splitting, spreading and correcting stock: no unit is made or lost, and no shard goes below zero."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.inventory.stock import (
    Layout,
    OutOfStock,
    Shard,
    Shelves,
    Units,
    correct,
    first_choice,
    read_short,
    rebalance,
    scattered,
    split,
    spread,
    widened,
)


def shelves_of(counts: list[int], active: int | None = None) -> Shelves:
    shards = tuple(Shard("water", number, available) for number, available in enumerate(counts))
    return Shelves("water", Layout(len(counts), active or len(counts)), shards)


def counts_of(shelves: Shelves) -> list[int]:
    return [shard.available for shard in shelves.shards]


@st.composite
def all_shelves(draw: st.DrawFn, most: int = 12) -> Shelves:
    counts = draw(st.lists(st.integers(0, 50), min_size=1, max_size=most))
    return shelves_of(counts, draw(st.integers(1, len(counts))))


order_ids = st.integers(1, 1000).map(lambda number: f"ord_{number}")


@given(order_ids, all_shelves(), st.integers(1, 700))
def test_a_split_takes_exactly_what_is_wanted_or_says_that_there_is_too_little(
    order_id: str, shelves: Shelves, quantity: int
) -> None:
    if quantity > shelves.available:
        with pytest.raises(OutOfStock):
            split(order_id, quantity, shelves)
        return
    assert sum(one.quantity for one in split(order_id, quantity, shelves)) == quantity


@given(order_ids, all_shelves(), st.data())
def test_a_split_takes_from_no_shard_more_than_it_has_nor_from_any_twice(
    order_id: str, shelves: Shelves, data: st.DataObject
) -> None:
    units = split(order_id, data.draw(st.integers(0, shelves.available)), shelves)
    available = counts_of(shelves)
    assert len({one.shard for one in units}) == len(units)
    for one in units:
        assert one.sku == "water"
        assert 1 <= one.quantity <= available[one.shard]


@given(order_ids, all_shelves(most=7), st.data())
def test_a_split_uses_the_fewest_shards(order_id: str, shelves: Shelves, data: st.DataObject) -> None:
    quantity = data.draw(st.integers(0, shelves.available))
    used = len(split(order_id, quantity, shelves))
    fewer = itertools.combinations(counts_of(shelves), max(0, used - 1))
    assert used == 0 or all(sum(some) < quantity for some in fewer)


@given(order_ids, all_shelves(), st.data())
def test_a_split_does_not_depend_on_the_order_in_which_shards_are_read(
    order_id: str, shelves: Shelves, data: st.DataObject
) -> None:
    quantity = data.draw(st.integers(0, shelves.available))
    shuffled = Shelves("water", shelves.layout, tuple(data.draw(st.permutations(shelves.shards))))
    assert split(order_id, quantity, shuffled) == split(order_id, quantity, shelves)


@pytest.mark.parametrize(
    ("layout", "units", "wider"),
    [
        (None, 10, Layout(1, 1)),
        (None, 100_000, Layout(8, 8)),
        (Layout(1, 1), 100_000, Layout(8, 8)),
        (Layout(4, 2), 750, Layout(4, 3)),
        (Layout(16, 12), 100_000, Layout(16, 12)),
        (Layout(2, 2), 10, Layout(2, 2)),
    ],
)
def test_a_layout_is_widened_to_what_so_many_units_begin_with_and_never_narrowed(
    layout: Layout | None, units: int, wider: Layout
) -> None:
    assert widened(layout, units) == wider


def test_what_has_no_shard_is_out_of_stock() -> None:
    with pytest.raises(OutOfStock) as refused:
        split("ord_x", 1, Shelves("water", None))
    assert refused.value.available == {"water": 0}
    assert read_short(str(refused.value)) == {"water": 0}


@pytest.mark.parametrize("text", ["", "never received", "[]", "7", '{"water": "1"}', '{"water": true}'])
def test_a_text_that_does_not_say_what_is_short_says_nothing(text: str) -> None:
    assert read_short(text) == {}


def test_an_order_whose_first_choice_is_short_goes_on_from_there() -> None:
    first = first_choice("ord_x", "water", 8)
    after = (first + 2) % 8
    counts = [0 if number in (first, (first + 1) % 8) else 9 for number in range(8)]
    assert split("ord_x", 5, shelves_of(counts)) == (Units("water", after, 5),)


def test_orders_that_look_at_the_same_moment_spread_over_the_shards() -> None:
    chosen = {split(f"ord_{number}", 1, shelves_of([1] * 20))[0].shard for number in range(200)}
    assert chosen == set(range(20))


@given(st.integers(0, 10_000), st.integers(1, 50), st.integers(0, 20))
def test_a_spread_adds_up_is_even_over_the_active_shards_and_leaves_the_others_empty(
    available: int, active: int, inactive: int
) -> None:
    shares = spread(available, Layout(active + inactive, active))
    assert (len(shares), sum(shares)) == (active + inactive, available)
    assert max(shares[:active]) - min(shares[:active]) <= 1
    assert min(shares) >= 0
    assert not any(shares[active:])


@given(all_shelves(), st.data())
def test_a_rebalance_moves_units_and_makes_none(shelves: Shelves, data: st.DataObject) -> None:
    shards = data.draw(st.integers(len(shelves.shards), 20))
    layout = Layout(shards, data.draw(st.integers(1, shards)))
    changes = rebalance(shelves, layout)
    assert sum(changes) == 0
    after = [there + change for there, change in zip(shelves.counts(shards), changes, strict=True)]
    assert after == spread(shelves.available, layout)


@given(all_shelves(), st.integers(0, 900))
def test_a_correction_makes_exactly_so_many_available_and_never_fewer_than_none_in_a_shard(
    shelves: Shelves, available: int
) -> None:
    assert shelves.layout is not None
    changes = correct(shelves, shelves.layout, available)
    after = [there + change for there, change in zip(counts_of(shelves), changes, strict=True)]
    assert sum(after) == available
    assert min(after) >= 0


@given(all_shelves(), st.integers(0, 900))
def test_a_correction_only_adds_or_only_takes(shelves: Shelves, available: int) -> None:
    assert shelves.layout is not None
    changes = correct(shelves, shelves.layout, available)
    assert min(changes) >= 0 or max(changes) <= 0


@given(all_shelves(), st.integers(0, 900))
def test_a_correction_fills_the_emptiest_and_empties_the_fullest_of_the_active_shards(
    shelves: Shelves, available: int
) -> None:
    assert shelves.layout is not None
    active = shelves.layout.active
    before = counts_of(shelves)
    changes = correct(shelves, shelves.layout, available)
    after = [there + change for there, change in zip(before, changes, strict=True)]
    touched = [after[number] for number in range(active) if changes[number]]
    if available >= shelves.available:
        assert not any(changes[active:])
        assert all(one <= min(after[:active]) + 1 for one in touched)
    else:
        assert all(one >= max(after[:active]) - 1 for one in touched)
        assert not touched or not any(after[active:])


@given(all_shelves())
def test_correcting_to_what_is_there_touches_nothing(shelves: Shelves) -> None:
    assert shelves.layout is not None
    assert not any(correct(shelves, shelves.layout, shelves.available))


pieces = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 30)), unique=True, min_size=1, max_size=150
).map(lambda found: [Units(sku, shard, 1) for sku, shard in found])


@given(pieces, st.integers(8, 100))
def test_bringing_the_most_scattered_together_leaves_no_more_pieces_than_fit(
    units: list[Units], most: int
) -> None:
    gathered = scattered(units, most)
    left = [one for one in units if one.sku not in gathered]
    assert len(left) + len(gathered) <= most
    assert gathered == [] if len(units) <= most else gathered

"""Shelves that are counted anew after replication broke off (ops/torn_stock.py)."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from functions.inventory.stock import Reservation, ReservationState, Shard, Units
from ops.torn_stock import counted, on_the_books

SKU = "margherita"
units = st.integers(0, 20)
shards = st.lists(st.tuples(units, units, units, units), min_size=1, max_size=4).map(
    lambda found: [Shard(SKU, number, *counts) for number, counts in enumerate(found)]
)
reservations = st.lists(
    st.tuples(st.sampled_from(list(ReservationState)), st.integers(0, 5), st.integers(1, 9)), max_size=6
).map(
    lambda found: [
        Reservation(f"ord_{number}", state, (Units(SKU, shard, quantity),))
        for number, (state, shard, quantity) in enumerate(found)
    ]
)


@given(shards, reservations, st.integers(0, 60))
def test_whatever_arrived_every_shelf_adds_up_and_holds_what_orders_hold(
    found: list[Shard], held_by: list[Reservation], received: int
) -> None:
    shelf = counted(found, held_by, {SKU: received})[SKU]

    assert all(one.received == one.available + one.held + one.sold for one in shelf.shards)
    assert all(min(one.available, one.held, one.sold) >= 0 for one in shelf.shards)
    assert sum(one.received for one in shelf.shards) == received + shelf.correction
    states: Counter[ReservationState] = Counter()
    for one in held_by:
        states[one.state] += sum(piece.quantity for piece in one.units)
    assert sum(one.held for one in shelf.shards) == states[ReservationState.HELD]
    assert sum(one.sold for one in shelf.shards) == states[ReservationState.SOLD]


@given(shards, reservations, st.integers(0, 60))
def test_counted_once_there_is_nothing_to_count_again(
    found: list[Shard], held_by: list[Reservation], received: int
) -> None:
    first = counted(found, held_by, {SKU: received})[SKU]

    again = counted(first.shards, held_by, {SKU: received + first.correction})[SKU]

    assert not again.changed
    assert again.shards == first.shards


def test_what_shelves_and_receipts_do_not_both_know_is_not_for_sale() -> None:
    assert on_the_books([Shard(SKU, 0, received=90)], {SKU: 100}) == {SKU: 90}
    assert on_the_books([Shard(SKU, 0, received=100)], {SKU: 90}) == {SKU: 90}

"""One SKU in many shards: found wherever it is, while it moves, and never said to be gone."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.checkout import reserve_stock as reserving
from functions.checkout import steps
from functions.checkout.abandon_order import abandon_order
from functions.checkout.reserve_stock import MOST_PIECES, StockContended, reserve_stock
from functions.inventory import receive_stock, store
from functions.inventory.receive_stock import StockMoving, set_available, set_shards
from functions.inventory.stock import Layout, OutOfStock, Shelves, Units
from functions.order.order import Reason
from functions.shared import clock, table
from functions.shared.table import TransactionConflicted
from tests.handlers.shop import Shop
from tests.handlers.stockroom import available, fill, hop, order_for, order_for_all, shelves

BeforeCalls = Callable[[Callable[[str], None]], None]


@pytest.fixture
def before_calls(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> BeforeCalls:
    """Has something happen before each call to DynamoDB that is made from now on, its own calls apart."""
    client = table.client()
    make_call = client._make_api_call

    def use(happening: Callable[[str], None]) -> None:
        def call(operation: str, params: Any) -> Any:
            monkeypatch.setattr(client, "_make_api_call", make_call)
            happening(operation)
            monkeypatch.setattr(client, "_make_api_call", call)
            return make_call(operation, params)

        monkeypatch.setattr(client, "_make_api_call", call)

    return use


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr(clock, "pause", pauses.append)
    return pauses


def test_the_last_unit_on_its_way_from_shard_to_shard_is_never_said_to_be_gone(
    shop: Shop, before_calls: BeforeCalls
) -> None:
    fill("water", 1, 0, 0, 0)
    order_id = order_for(water=1)
    place = [0]

    def move_on(_operation: str) -> None:
        hop("water", place[0], (place[0] + 1) % 4)
        place[0] = (place[0] + 1) % 4

    before_calls(move_on)
    with pytest.raises(StockContended):
        reserve_stock(order_id)


def test_units_that_moved_into_shards_made_meanwhile_are_found(
    shop: Shop, before_calls: BeforeCalls
) -> None:
    fill("water", 2, 1)
    one_shard = {"water": (clock.monotonic(), Layout(1, 1))}
    store._counts.update(one_shard)
    order_id = order_for(water=3)
    grown: list[str] = []

    def grow(operation: str) -> None:
        if operation == "TransactGetItems" and not grown:
            grown.append(operation)
            set_shards("water", 5)
            store._counts.update(one_shard)

    before_calls(grow)
    _, units = reserve_stock(order_id)

    assert grown
    assert sum(one.quantity for one in units) == 3
    assert available() == [0] * 5


def test_a_shard_that_is_no_longer_tried_first_is_still_found(shop: Shop) -> None:
    fill("water", 2, 2, 2)
    holders = [order_for(water=2) for _ in range(3)]
    for holder in holders:
        reserve_stock(holder)
    set_shards("water", 1)
    for holder in holders:
        abandon_order(holder, Reason.PAYMENT_DECLINED)
    assert available() == [2, 2, 2]

    _, units = reserve_stock(order_for(water=6))

    assert sum(one.quantity for one in units) == 6
    assert available() == [0, 0, 0]
    with pytest.raises(OutOfStock):
        reserve_stock(order_for(water=1))


def test_more_shards_take_their_even_share_and_fewer_keep_none(shop: Shop) -> None:
    set_available("water", 10, "ada")
    assert set_shards("water", 4) == Layout(4, 4)
    assert available() == [3, 3, 2, 2]
    assert set_shards("water", 2) == Layout(4, 2)
    assert available() == [5, 5, 0, 0]
    assert set_shards("water", 3) == Layout(4, 3)
    assert available() == [4, 3, 3, 0]


def test_setting_the_shards_again_writes_nothing(shop: Shop, before_calls: BeforeCalls) -> None:
    set_available("water", 10, "ada")
    set_shards("water", 4)
    calls: list[str] = []
    before_calls(calls.append)
    set_shards("water", 4)
    assert "TransactWriteItems" not in calls


def test_shards_may_be_set_before_anything_was_received(shop: Shop) -> None:
    set_shards("water", 3)
    assert shelves() == [(0, 0, 0, 0)] * 3
    set_available("water", 4, "ada")
    assert available() == [2, 1, 1]


def test_what_was_never_there_can_be_set_to_nothing(shop: Shop) -> None:
    assert set_available("water", 0, "ada") == 0
    assert shelves() == [(0, 0, 0, 0)]


def test_fifty_shards_are_set_received_looked_at_and_sold_from(shop: Shop) -> None:
    set_available("water", 10, "ada")
    set_shards("water", 50)
    set_available("water", 100, "ada")
    assert available() == [2] * 50
    order_id = order_for(water=99)
    held = steps.reserve({"order_id": order_id}, None)
    assert len(held["units"]) == 50
    steps.confirm(held, None)
    assert sum(sold for _, _, sold, _ in shelves()) == 99


def test_receiving_fills_the_shards_that_are_tried_first_and_correcting_empties_the_others_first(
    shop: Shop,
) -> None:
    fill("water", 1, 4, 5, active=2)
    set_available("water", 14, "ada")
    assert available() == [5, 4, 5]
    set_available("water", 7, "ada")
    assert available() == [3, 4, 0]


def take_after_each_look(monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Somebody buys one unit between each look and the write that follows, `times` times."""
    look = store.look
    looks: list[int] = []

    def look_and_lose(sku: str) -> Shelves:
        seen = look(sku)
        looks.append(seen.available)
        if len(looks) <= times:
            monkeypatch.setattr(store, "look", look)
            reserve_stock(order_for(water=1))
            monkeypatch.setattr(store, "look", look_and_lose)
        return seen

    monkeypatch.setattr(store, "look", look_and_lose)
    return looks


@pytest.mark.parametrize("target", [500, 30], ids=["upwards", "downwards"])
def test_stock_is_corrected_at_the_first_try_however_much_is_sold_meanwhile(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, target: int
) -> None:
    fill("water", 50, 50)
    with monkeypatch.context() as selling:
        looks = take_after_each_look(selling, times=1000)
        assert set_available("water", target, "ada") == target - 100
    assert looks == [100]
    assert sum(available()) == target - 1


def test_stock_can_be_set_to_nothing_while_it_sells(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, no_pauses: list[float]
) -> None:
    fill("water", 50, 50)
    with monkeypatch.context() as selling:
        looks = take_after_each_look(selling, times=5)
        assert set_available("water", 0, "ada") == -95
    assert looks == [100, 99, 98, 97, 96, 95]
    assert sum(available()) == 0


def test_shards_are_set_at_the_first_try_while_each_share_is_more_than_what_sells_meanwhile(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill("water", 100)
    with monkeypatch.context() as selling:
        looks = take_after_each_look(selling, times=1000)
        set_shards("water", 10)
    assert looks == [100]
    assert sum(available()) == 99


def test_setting_stock_gives_up_in_bounded_time(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, no_pauses: list[float]
) -> None:
    def lose(_writes: object) -> None:
        raise TransactionConflicted

    monkeypatch.setattr(receive_stock, "transact", lose)
    with pytest.raises(StockMoving):
        set_available("water", 5, "ada")
    with pytest.raises(StockMoving):
        set_shards("water", 5)
    assert sum(no_pauses) < 10


def test_a_reservation_that_loses_against_other_transactions_tries_on_in_the_same_step(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill("water", 5)
    lost: list[object] = []

    def lose_at_first(writes: Any) -> None:
        if len(lost) < 3:
            lost.append(writes)
            raise TransactionConflicted
        table.transact(writes)

    monkeypatch.setattr(reserving, "transact", lose_at_first)
    reserve_stock(order_for(water=2))
    assert len(lost) == 3
    assert shelves() == [(3, 2, 0, 5)]


def test_fifty_lines_in_two_shards_each_are_more_than_a_transaction_holds_and_are_confirmed_all_the_same(
    shop: Shop,
) -> None:
    wanted = {f"sku-{number}": 2 for number in range(50)}
    for sku in wanted:
        fill(sku, 1, 1)
    held = steps.reserve({"order_id": order_for_all(wanted)}, None)
    assert len(held["units"]) == MOST_PIECES
    steps.confirm(held, None)
    assert all(sum(sold for _, _, sold, _ in shelves(sku)) == 2 for sku in wanted)


@pytest.fixture
def scattered(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """An order's worth of six SKUs, each in three shards of which no single one has enough, where a
    transaction has room for eight pieces."""
    monkeypatch.setattr(reserving, "MOST_PIECES", 8)
    wanted = {f"sku-{number}": 3 for number in range(6)}
    for sku in wanted:
        fill(sku, 1, 1, 1)
    return wanted


def test_an_order_that_is_scattered_too_widely_is_brought_together_and_given_back_whole(
    scattered: dict[str, int],
) -> None:
    order_id = order_for_all(scattered)
    _, units = reserve_stock(order_id)
    assert len(units) <= 8
    abandon_order(order_id, Reason.PAYMENT_DECLINED)
    for sku in scattered:
        assert sum(available(sku)) == 3


def test_a_scattered_order_with_one_thing_missing_is_out_of_stock_and_nothing_is_lost(
    scattered: dict[str, int],
) -> None:
    set_available("sku-5", 2, "ada")
    with pytest.raises(OutOfStock, match="sku-5: 3 wanted, 2 available"):
        reserve_stock(order_for_all(scattered))
    assert sum(sum(available(sku)) for sku in scattered) == 17


def test_bringing_together_what_somebody_else_just_took_ends_in_another_look(
    scattered: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    gather = reserving.writes.gather
    overtaken: list[str] = []

    def overtake(units: list[Units]) -> Any:
        if not overtaken:
            overtaken.append(units[0].sku)
            reserve_stock(order_for_all({units[0].sku: 1}))
        return gather(units)

    monkeypatch.setattr(reserving.writes, "gather", overtake)
    with pytest.raises(OutOfStock, match="3 wanted, 2 available"):
        reserve_stock(order_for_all(scattered))
    assert sum(available(overtaken[0])) == 2

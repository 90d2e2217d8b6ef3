"""Stock that is corrected, and shards that are set, while orders are in flight."""

from typing import Any

import pytest

from functions.checkout import reserve_stock as reserving
from functions.inventory import receive_stock, store
from functions.inventory.receive_stock import set_available, set_shards
from functions.inventory.stock import Shelves
from functions.shared import clock, table
from functions.shared.contention import Contended
from functions.shared.table import TransactionConflicted
from functions.shared.write import Item
from tests.handlers.saga import reserves
from tests.handlers.shop import Shop
from tests.handlers.stockroom import available, fill, order_for, shelves

pytestmark = pytest.mark.usefixtures("empty_shelves")


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr(clock, "pause", pauses.append)
    return pauses


def take_after_each_look(monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Somebody buys one unit between each look and the write that follows, `times` times."""
    look = store._look
    looks: list[int] = []

    def look_and_lose(sku: str, *others: Item) -> tuple[Shelves, list[Item | None]]:
        seen, found = look(sku, *others)
        looks.append(seen.available)
        if len(looks) <= times:
            monkeypatch.setattr(store, "_look", look)
            reserves(order_for(water=1))
            monkeypatch.setattr(store, "_look", look_and_lose)
        return seen, found

    monkeypatch.setattr(store, "_look", look_and_lose)
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
    with pytest.raises(Contended):
        set_available("water", 5, "ada")
    with pytest.raises(Contended):
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
    reserves(order_for(water=2))
    assert len(lost) == 3
    assert shelves() == [(3, 2, 0, 5)]

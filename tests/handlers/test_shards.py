"""One SKU in many shards: found wherever it is, while it moves, and never said to be gone."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.checkout import steps
from functions.checkout.abandon_order import abandon_order
from functions.inventory import store
from functions.inventory.receive_stock import set_available, set_shards
from functions.inventory.stock import Layout, OutOfStock, first_choice
from functions.order.order import Reason
from functions.shared import clock, table
from functions.shared.contention import Contended
from tests.handlers.saga import reserves
from tests.handlers.shop import Shop
from tests.handlers.stockroom import available, fill, hop, order_for, shelves

pytestmark = pytest.mark.usefixtures("empty_shelves")

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


def test_the_last_unit_on_its_way_from_shard_to_shard_is_never_said_to_be_gone(
    shop: Shop, before_calls: BeforeCalls
) -> None:
    order_id = order_for(water=1)
    first = first_choice(order_id, "water", 4)
    elsewhere = [number for number in range(4) if number != first]
    fill("water", *(int(number == elsewhere[0]) for number in range(4)))

    def move_on(_operation: str) -> None:
        hop("water", elsewhere[0], elsewhere[1])
        elsewhere.append(elsewhere.pop(0))

    before_calls(move_on)
    with pytest.raises(Contended):
        reserves(order_id)


def test_units_that_moved_into_shards_made_meanwhile_are_found(shop: Shop, before_calls: BeforeCalls) -> None:
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
    units = reserves(order_id)

    assert grown
    assert sum(one.quantity for one in units) == 3
    assert available() == [0] * 5


def test_a_shard_that_is_no_longer_tried_first_is_still_found(shop: Shop) -> None:
    fill("water", 2, 2, 2)
    holders = [order_for(water=2) for _ in range(3)]
    for holder in holders:
        reserves(holder)
    set_shards("water", 1)
    for holder in holders:
        abandon_order(holder, Reason.PAYMENT_DECLINED)
    assert available() == [2, 2, 2]

    units = reserves(order_for(water=6))

    assert sum(one.quantity for one in units) == 6
    assert available() == [0, 0, 0]
    with pytest.raises(OutOfStock):
        reserves(order_for(water=1))


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
    held = steps.reserve_stock({"order_id": order_id}, None)
    assert len(held["units"]) == 50
    steps.confirm_order(held, None)
    assert sum(sold for _, _, sold, _ in shelves()) == 99


def test_receiving_fills_the_shards_that_are_tried_first_and_correcting_empties_the_others_first(
    shop: Shop,
) -> None:
    fill("water", 1, 4, 5, active=2)
    set_available("water", 14, "ada")
    assert available() == [5, 4, 5]
    set_available("water", 7, "ada")
    assert available() == [3, 4, 0]

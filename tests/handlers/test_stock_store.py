from collections.abc import Sequence

import pytest

from functions.checkout.reserve_stock import reserve_stock
from functions.inventory import store, writes
from functions.inventory.receive_stock import set_available
from functions.inventory.stock import OutOfStock, Reservation, Units
from functions.shared.table import ConditionRefused, transact
from tests.handlers.shop import Shop
from tests.handlers.stockroom import fill, shelves

TWO = (Units("water", 0, 2),)


def held(order_id: str, units: Sequence[Units] = TWO) -> Reservation:
    transact(writes.hold(order_id, units))
    found = store.load_reservation(order_id)
    assert found is not None
    return found


def test_units_that_are_sold_leave_the_shelf_once_whatever_others_hold(shop: Shop) -> None:
    shop.stock("water", 9)
    held("ord_x")
    held("ord_other")
    transact(writes.sell("ord_x", TWO))
    with pytest.raises(ConditionRefused):
        transact(writes.sell("ord_x", TWO))
    assert shelves() == [(5, 2, 2, 9)]


def test_units_that_others_hold_cannot_be_held(shop: Shop) -> None:
    shop.stock("water", 3)
    held("ord_other")
    with pytest.raises(ConditionRefused) as refused:
        transact(writes.hold("ord_x", TWO))
    assert refused.value.refused.keys() == {writes.shard_label("water", 0)}
    assert shelves() == [(1, 2, 0, 3)]


def test_what_is_sold_is_not_released_and_what_is_released_is_not_sold(shop: Shop) -> None:
    shop.stock("water", 5)
    sold, released = held("ord_s"), held("ord_r")
    transact(writes.sell("ord_s", TWO))
    transact(writes.release(released))
    with pytest.raises(ConditionRefused):
        transact(writes.release(sold))
    with pytest.raises(ConditionRefused):
        transact(writes.sell("ord_r", TWO))
    assert shelves() == [(3, 0, 2, 5)]


def test_an_order_sells_exactly_what_it_holds(shop: Shop) -> None:
    shop.stock("water", 5)
    held("ord_x")
    with pytest.raises(ConditionRefused) as refused:
        transact(writes.sell("ord_x", (Units("water", 0, 1),)))
    assert refused.value.refused.keys() == {writes.RESERVATION}


def test_an_order_holds_units_once(shop: Shop) -> None:
    shop.stock("water", 5)
    held("ord_x")
    with pytest.raises(ConditionRefused) as refused:
        transact(writes.hold("ord_x", TWO))
    assert refused.value.refused.keys() == {writes.RESERVATION}
    assert shelves() == [(3, 2, 0, 5)]


def test_more_than_there_is_cannot_be_held_and_nothing_is_half_held(shop: Shop) -> None:
    shop.stock("water", 5)
    shop.stock("pizza", 1)
    with pytest.raises(ConditionRefused) as refused:
        transact(writes.hold("ord_x", (*TWO, Units("pizza", 0, 2))))
    assert refused.value.refused.keys() == {writes.shard_label("pizza", 0)}
    assert shelves() == [(5, 0, 0, 5)]
    assert store.load_reservation("ord_x") is None


def test_stock_is_set_by_a_signed_receipt_of_the_difference(shop: Shop) -> None:
    assert set_available("water", 5, "ada") == 5
    held("ord_x")
    assert set_available("water", 10, "eve") == 7
    assert set_available("water", 0, "eve") == -10
    assert shelves() == [(0, 2, 0, 2)]
    _, _, receipts = store.load_all()
    assert sorted((one["quantity"], one["signed_by"]) for one in receipts) == [
        (-10, "eve"),
        (5, "ada"),
        (7, "eve"),
    ]


def test_an_order_finds_the_units_that_are_left_wherever_they_are(shop: Shop) -> None:
    fill("water", 0, 3, 0, 4)
    shop.put(quantity=6)
    order_id = shop.check_out(1500).body["order_id"]
    _, units = reserve_stock(order_id)
    assert units == (Units("water", 3, 4), Units("water", 1, 2))
    assert sum(available for available, *_ in shelves()) == 1


def test_out_of_stock_is_said_only_when_all_shards_together_have_too_few(shop: Shop) -> None:
    fill("water", 2, 2)
    shop.put(quantity=5)
    order_id = shop.check_out(1250).body["order_id"]
    with pytest.raises(OutOfStock):
        reserve_stock(order_id)
    assert shelves() == [(2, 0, 0, 2), (2, 0, 0, 2)]


def test_lines_of_one_sku_are_held_together(shop: Shop) -> None:
    shop.stock("water", 3)
    shop.put("a", quantity=2)
    shop.put("b", quantity=2)
    order_id = shop.check_out(1000).body["order_id"]
    with pytest.raises(OutOfStock):
        reserve_stock(order_id)


def test_units_that_are_released_are_available_again_once_whatever_others_hold(shop: Shop) -> None:
    shop.stock("water", 9)
    reservation = held("ord_x")
    held("ord_other")
    transact(writes.release(reservation))
    with pytest.raises(ConditionRefused):
        transact(writes.release(reservation))
    assert shelves() == [(7, 2, 0, 9)]

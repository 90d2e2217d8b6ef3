from collections.abc import Sequence
from unittest.mock import Mock

import pytest

from functions.checkout import reserve_stock as reserving
from functions.inventory import store, writes
from functions.inventory.receive_stock import set_available
from functions.inventory.stock import OutOfStock, Reservation, Units
from functions.shared.table import ConditionRefused, transact
from harness.items import present
from tests.handlers.refusals import refused
from tests.handlers.saga import reserves
from tests.handlers.shop import Shop
from tests.handlers.stockroom import fill, order_for, shelves

pytestmark = pytest.mark.usefixtures("empty_shelves")

TWO = (Units("water", 0, 2),)


def held(order_id: str, units: Sequence[Units] = TWO) -> Reservation:
    transact(writes.hold(order_id, units))
    return present(store.load_reservation(order_id))


def test_units_that_are_sold_leave_the_shelf_once_whatever_others_hold(shop: Shop) -> None:
    shop.stock("water", 9)
    held("ord_x")
    held("ord_other")
    assert not refused(*writes.sell("ord_x", TWO))
    assert refused(*writes.sell("ord_x", TWO))
    assert shelves() == [(5, 2, 2, 9)]


def test_units_that_others_hold_cannot_be_held(shop: Shop) -> None:
    shop.stock("water", 3)
    held("ord_other")
    assert refused(*writes.hold("ord_x", TWO)) == {writes.shard_label("water", 0)}
    assert shelves() == [(1, 2, 0, 3)]


def test_what_is_sold_is_not_released_and_what_is_released_is_not_sold(shop: Shop) -> None:
    shop.stock("water", 5)
    sold, released = held("ord_s"), held("ord_r")
    transact(writes.sell("ord_s", TWO))
    transact(writes.release(released))
    for changes in (writes.release(sold), writes.sell("ord_r", TWO)):
        assert refused(*changes)
    assert shelves() == [(3, 0, 2, 5)]


def test_an_order_sells_exactly_what_it_holds(shop: Shop) -> None:
    shop.stock("water", 5)
    held("ord_x")
    assert refused(*writes.sell("ord_x", (Units("water", 0, 1),))) == {writes.RESERVATION}


def test_an_order_holds_units_once(shop: Shop) -> None:
    shop.stock("water", 5)
    held("ord_x")
    assert refused(*writes.hold("ord_x", TWO)) == {writes.RESERVATION}
    assert shelves() == [(3, 2, 0, 5)]


def test_more_than_there_is_cannot_be_held_and_nothing_is_half_held(shop: Shop) -> None:
    shop.stock("water", 5)
    shop.stock("pizza", 1)
    assert refused(*writes.hold("ord_x", (*TWO, Units("pizza", 0, 2)))) == {writes.shard_label("pizza", 0)}
    assert shelves() == [(5, 0, 0, 5)]
    assert store.load_reservation("ord_x") is None


def test_stock_is_set_by_a_signed_receipt_of_the_difference(shop: Shop) -> None:
    assert set_available("water", 5, "ada") == 5
    held("ord_x")
    assert set_available("water", 10, "eve") == 7
    assert set_available("water", 0, "eve") == -10
    assert shelves() == [(0, 2, 0, 2)]
    _, _, receipts, _ = store.load_all()
    signed = {one["quantity"]: one["signed_by"] for one in receipts}
    assert (signed, len(receipts)) == ({5: "ada", 7: "eve", -10: "eve"}, 3)


def test_an_order_finds_the_units_that_are_left_wherever_they_are(shop: Shop) -> None:
    fill("water", 0, 3, 0, 4)
    units = reserves(order_for(water=6))
    assert units == (Units("water", 3, 4), Units("water", 1, 2))
    assert sum(available for available, *_ in shelves()) == 1


def test_out_of_stock_is_said_only_when_all_shards_together_have_too_few(shop: Shop) -> None:
    fill("water", 2, 2)
    with pytest.raises(OutOfStock):
        reserves(order_for(water=5))
    assert shelves() == [(2, 0, 0, 2), (2, 0, 0, 2)]


def test_lines_of_one_sku_are_held_together(shop: Shop) -> None:
    shop.stock("water", 10)
    shop.put("a", quantity=2)
    shop.put("b", quantity=2)
    order_id = shop.check_out(1000).body["order_id"]
    shop.stock("water", 3)
    with pytest.raises(OutOfStock):
        reserves(order_id)


def test_all_that_is_short_is_named_and_nothing_else() -> None:
    fill("water", 1, 1)
    fill("pizza", 2)
    fill("tea", 9)
    with pytest.raises(OutOfStock) as refused:
        reserves(order_for(water=3, pizza=3, tea=3))
    assert refused.value.available == {"water": 2, "pizza": 2}


def test_what_was_never_received_is_named_beside_what_is_short() -> None:
    fill("water", 1)
    with pytest.raises(OutOfStock) as refused:
        reserves(order_for(water=3, cocoa=1))
    assert refused.value.available == {"water": 1, "cocoa": 0}


def test_what_was_not_refused_because_somebody_else_was_writing_it_is_named_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill("water", 1)
    fill("pizza", 1)
    order_id = order_for(water=3, pizza=3)
    refused_for_water_alone = ConditionRefused({writes.shard_label("water", 0): None})
    monkeypatch.setattr(reserving, "transact", Mock(side_effect=refused_for_water_alone))
    with pytest.raises(OutOfStock) as refused:
        reserves(order_id)
    assert refused.value.available == {"water": 1, "pizza": 1}


def test_units_that_are_released_are_available_again_once_whatever_others_hold(shop: Shop) -> None:
    shop.stock("water", 9)
    reservation = held("ord_x")
    held("ord_other")
    assert not refused(*writes.release(reservation))
    assert refused(*writes.release(reservation))
    assert shelves() == [(7, 2, 0, 9)]

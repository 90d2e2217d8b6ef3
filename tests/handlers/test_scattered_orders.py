"""Orders whose units lie in more shards than one transaction can write to."""

from typing import Any

import pytest

from functions.checkout import reserve_stock as reserving
from functions.checkout import steps
from functions.checkout.abandon_order import abandon_order
from functions.checkout.reserve_stock import MOST_PIECES
from functions.inventory.receive_stock import set_available
from functions.inventory.stock import OutOfStock, Units
from functions.order.order import Reason
from tests.handlers.saga import reserves
from tests.handlers.shop import Shop
from tests.handlers.stockroom import available, fill, order_for_all, shelves

pytestmark = pytest.mark.usefixtures("empty_shelves")


def test_fifty_lines_in_two_shards_each_are_more_than_a_transaction_holds_and_are_confirmed_all_the_same(
    shop: Shop,
) -> None:
    wanted = {f"sku-{number}": 2 for number in range(50)}
    for sku in wanted:
        fill(sku, 1, 1)
    held = steps.reserve_stock({"order_id": order_for_all(wanted)}, None)
    assert len(held["units"]) == MOST_PIECES
    steps.confirm_order(held, None)
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
    units = reserves(order_id)
    assert len(units) <= 8
    abandon_order(order_id, Reason.PAYMENT_DECLINED)
    for sku in scattered:
        assert sum(available(sku)) == 3


def test_a_scattered_order_with_one_thing_missing_is_out_of_stock_and_nothing_is_lost(
    scattered: dict[str, int],
) -> None:
    set_available("sku-5", 2, "ada")
    with pytest.raises(OutOfStock) as refused:
        reserves(order_for_all(scattered))
    assert refused.value.available == {"sku-5": 2}
    assert sum(sum(available(sku)) for sku in scattered) == 17


def test_bringing_together_what_somebody_else_just_took_ends_in_another_look(
    scattered: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    gather = reserving.writes.gather
    overtaken: list[str] = []

    def overtake(units: list[Units]) -> Any:
        if not overtaken:
            overtaken.append(units[0].sku)
            reserves(order_for_all({units[0].sku: 1}))
        return gather(units)

    monkeypatch.setattr(reserving.writes, "gather", overtake)
    with pytest.raises(OutOfStock) as refused:
        reserves(order_for_all(scattered))
    assert refused.value.available == {overtaken[0]: 2}
    assert sum(available(overtaken[0])) == 2

"""Threads at one SKU: orders hold, buy and give back while its stock is corrected and its shards change."""

import random
import time
from collections.abc import Callable

import pytest

from functions.checkout import steps
from functions.checkout.reserve_stock import reserve_stock
from functions.inventory import store
from functions.inventory.receive_stock import set_available, set_shards
from functions.inventory.stock import OutOfStock
from functions.order.order import Reason
from tests.handlers import saga
from tests.handlers.stockroom import fill, order_for, shelves
from tests.handlers.threads import run_beside

pytestmark = pytest.mark.usefixtures("one_call_at_a_time")


def dice_of(seed: int) -> random.Random:
    """The same throws in each run; only the threads decide when."""
    return random.Random(seed)  # noqa: S311 - nothing to guess here


def buying(keeps: float) -> Callable[[str], str]:
    """Takes an order to its end: confirmed for this share of them, else given back."""
    dice = dice_of(7)

    def buy(order_id: str) -> str:
        try:
            held = steps.reserve_stock({"order_id": order_id}, None)
        except OutOfStock:
            saga.cancel(order_id, Reason.OUT_OF_STOCK)
            return "out of stock"
        if dice.random() < keeps:
            steps.confirm_order(held, None)
            return "confirmed"
        saga.cancel(order_id, Reason.PAYMENT_DECLINED)
        return "given back"

    return buy


def changing_shards() -> Callable[[], None]:
    dice = dice_of(11)
    return lambda: void(set_shards("water", dice.randint(1, 7)))


def void(_result: object) -> None:
    time.sleep(0.001)


def looking(received: int | None, looks: list[int]) -> Callable[[], None]:
    """At any moment all that was received is somewhere."""

    def look() -> None:
        counts = shelves()
        if received is not None:
            assert sum(one[3] for one in counts) == received
        looks.append(len(counts))
        time.sleep(0.001)

    return look


def test_while_units_move_between_shards_whoever_wants_what_is_there_gets_it() -> None:
    fill("water", 40, 0, 0)
    orders = [order_for(water=2) for _ in range(20)]
    looks: list[int] = []

    ends = run_beside(orders, buying(keeps=1.0), changing_shards(), looking(40, looks))

    assert ends == {"confirmed": 20}
    assert looks
    assert [sum(column) for column in zip(*shelves(), strict=True)] == [0, 0, 40, 40]


def test_units_given_back_while_shards_change_are_all_there_in_the_end() -> None:
    fill("water", 20, 20)
    orders = [order_for(water=3) for _ in range(16)]

    ends = run_beside(orders, buying(keeps=0.4), changing_shards(), looking(40, []))

    sold = 3 * ends["confirmed"]
    assert ends["given back"] > 0
    assert [sum(column) for column in zip(*shelves(), strict=True)] == [40 - sold, 0, sold, 40]
    _, units = reserve_stock(order_for(water=40 - sold))
    assert sum(one.quantity for one in units) == 40 - sold


def test_stock_corrected_while_it_sells_adds_up_to_its_receipts() -> None:
    fill("water", 10, 10, 10)
    opening = 30
    orders = [order_for(water=1) for _ in range(24)]
    dice = dice_of(13)
    signed: list[int] = []

    def correct() -> None:
        signed.append(set_available("water", dice.choice([0, 3, 30]), "ada"))
        time.sleep(0.001)

    ends = run_beside(orders, buying(keeps=0.7), correct, changing_shards(), looking(None, []))

    assert len(signed) > 3
    _, _, receipts = store.load_all()
    assert sorted(one["quantity"] for one in receipts) == sorted(signed)
    available, held, sold, received = (sum(column) for column in zip(*shelves(), strict=True))
    assert received == opening + sum(signed)
    assert (held, sold) == (0, ends["confirmed"])
    assert available == received - sold


def test_more_buyers_than_units_sell_every_unit_and_no_more() -> None:
    fill("water", *[2] * 5)
    orders = [order_for(water=1) for _ in range(30)]

    ends = run_beside(orders, buying(keeps=1.0), changing_shards(), looking(10, []))

    assert ends == {"confirmed": 10, "out of stock": 20}

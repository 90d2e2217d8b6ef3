"""Threads at one SKU: orders that hold, buy and give back while its stock is corrected and its shards change.

DynamoDB calls are made one at a time, since moto's transactions are not atomic; between any two calls of one
thread those of others come in.
"""

import queue
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from moto.dynamodb.responses import DynamoHandler

from functions.checkout import steps
from functions.inventory import store
from functions.inventory.receive_stock import set_available, set_shards
from functions.inventory.stock import OutOfStock
from functions.shared import clock
from tests.handlers import saga
from tests.handlers.shop import Shop
from tests.handlers.stockroom import fill, order_for, shelves

BUYERS = 6
PATIENCE_SECONDS = 60.0

Reason = saga.Reason


@pytest.fixture(autouse=True)
def one_call_at_a_time(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    lock = threading.RLock()
    call_action = DynamoHandler.call_action

    def call(handler: Any) -> Any:
        with lock:
            return call_action(handler)

    monkeypatch.setattr(DynamoHandler, "call_action", call)
    monkeypatch.setattr(clock, "pause", lambda seconds: time.sleep(min(seconds, 0.002)))
    switch = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    yield
    sys.setswitchinterval(switch)


def dice_of(seed: int) -> random.Random:
    """The same throws in each run; only the threads decide when."""
    return random.Random(seed)  # noqa: S311 - nothing to guess here


def run_beside(orders: list[str], buy: Callable[[str], str], *others: Callable[[], None]) -> Counter[str]:
    """How the orders ended, each of them bought by some thread; the others repeat until all are."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for order_id in orders:
        waiting.put(order_id)
    ends: list[str] = []
    broken: list[BaseException] = []
    done = threading.Event()

    def buyer() -> None:
        while not waiting.empty():
            try:
                ends.append(buy(waiting.get_nowait()))
            except queue.Empty:
                return

    def repeat(other: Callable[[], None]) -> None:
        while not done.is_set():
            other()

    def guarded(work: Callable[..., None], *arguments: Any) -> None:
        try:
            work(*arguments)
        except BaseException as error:  # noqa: BLE001 - told by the test below, with its traceback
            broken.append(error)

    buyers = [threading.Thread(target=guarded, args=(buyer,)) for _ in range(BUYERS)]
    beside = [threading.Thread(target=guarded, args=(repeat, other)) for other in others]
    for thread in [*buyers, *beside]:
        thread.start()
    for thread in buyers:
        thread.join(PATIENCE_SECONDS)
    done.set()
    for thread in beside:
        thread.join(PATIENCE_SECONDS)
    if broken:
        raise broken[0]
    assert len(ends) == len(orders)
    return Counter(ends)


def buying(keeps: float) -> Callable[[str], str]:
    """Takes an order to its end: confirmed for this share of them, else given back."""
    dice = dice_of(7)

    def buy(order_id: str) -> str:
        try:
            held = steps.reserve({"order_id": order_id}, None)
        except OutOfStock:
            saga.cancel(order_id, Reason.OUT_OF_STOCK)
            return "out of stock"
        if dice.random() < keeps:
            steps.confirm(held, None)
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
    assert len(set(looks)) > 1
    assert [sum(column) for column in zip(*shelves(), strict=True)] == [0, 0, 40, 40]


def test_units_given_back_while_shards_change_are_all_there_in_the_end() -> None:
    fill("water", 20, 20)
    orders = [order_for(water=3) for _ in range(16)]

    ends = run_beside(orders, buying(keeps=0.4), changing_shards(), looking(40, []))

    sold = 3 * ends["confirmed"]
    assert ends["given back"] > 0
    assert [sum(column) for column in zip(*shelves(), strict=True)] == [40 - sold, 0, sold, 40]
    _, units = steps.reserve_stock(order_for(water=40 - sold))
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

"""The drill, on a running shop, while customers buy."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from local.running import Running
from ops.restored_traffic import BUYERS, UNITS
from tests.e2e.shop import WATER, Shop

LASTING, EMPTY = 11, 4
MOST_BOUGHT = 10
"""By each customer: others want water, too."""


@pytest.fixture(scope="module")
def shop(running_shop: Running) -> Iterator[Shop]:
    shop = Shop.of(running_shop)
    yield shop
    report = shop.audit()
    shop.operator.stop()
    assert report["ok"], report["violations"]


def test_every_table_is_restored_audited_and_bought_from_while_customers_buy(
    shop: Shop, running_shop: Running
) -> None:
    shop.buyer().buys(WATER)
    over = Event()
    with ThreadPoolExecutor(2) as customers:
        bought = [customers.submit(_buys, shop, over) for _ in range(2)]
        try:
            done = running_shop.ops("restore-drill")
        finally:
            over.set()

    assert done.returncode == 0, done.stderr + done.stdout
    report = json.loads(done.stdout)
    assert sum(one.result() for one in bought) > 0
    assert list(report["tables"].values()).count("restored") == LASTING
    assert list(report["tables"].values()).count("begins empty") == EMPTY
    assert report["unlike_the_shops"] == report["audit"]["violations"] == []
    assert report["audit"]["orders"] > 0
    assert report["provider"]["looked_at"] > 0
    assert report["traffic"]["confirmed"] == UNITS
    assert report["traffic"]["cancelled"] + report["traffic"]["refused"] == BUYERS - UNITS
    assert report["traffic"]["audit"]["violations"] == []


def test_nothing_of_a_drill_is_left(shop: Shop, running_shop: Running) -> None:
    done = running_shop.ops("restore-drill", "--clean")

    assert json.loads(done.stdout) == {"deleted": []}


def _buys(shop: Shop, over: Event) -> int:
    bought = 0
    while not over.is_set() and bought < MOST_BOUGHT:
        bought += shop.buyer().tries(WATER, "pm_card_visa").status_code == 201
    return bought

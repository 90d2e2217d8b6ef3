"""A region is lost while customers buy, and the shop goes on in another.

Two embedded clouds are the two regions. They replicate nothing, so the drill does: every table by itself, at
another moment, while customers go on buying in the first region, and its last seconds never arrive. Both have
one payment provider, as two regions do.
"""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from local.running import Running
from local.settings import client
from tests.e2e.shop import WATER, Buyer, Shop

CUSTOMERS = 3
MOST_BOUGHT = 500
BATCH = 25
"""So many items DynamoDB takes at once."""
PAUSE_SECONDS = 1.0
"""Between two orders of a customer: a region is lost with some orders that nobody else has heard of."""
COPIED = ("Catalog", "Orders", "Owners", "Carts", "Journal", "Fulfilments", "Stock", "OrderViews", "Payments")
"""In this order, each some moments later than the one before: so orders arrive without their units and money,
and units and payments without their orders."""
WHY = ("--why", "rehearsal", "--yes")


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Shop]]:
    """The first region, and the second, where nothing of the shop runs."""
    lost = Shop.of(Running.start(tmp_path_factory.mktemp("lost"), patience="unhurried"))
    provider = json.loads((lost.run.home / "run.json").read_text())["sandbox_url"]
    home = tmp_path_factory.mktemp("other")
    other = Shop.of(Running.start(home, patience="unhurried", provider=provider))
    try:
        says(other, "close-region", *WHY)
        yield lost, other
    finally:
        for shop in (other, lost):
            shop.operator.stop()
            shop.run.stop()


def says(shop: Shop, *arguments: str, status: int = 0) -> dict[str, Any]:
    done = shop.run.ops(*arguments)
    assert done.returncode == status, done.stderr + done.stdout
    found: dict[str, Any] = json.loads(done.stdout) if done.stdout else {"said": done.stderr}
    return found


class Tables:
    """DynamoDB of one region."""

    def __init__(self, home: Path) -> None:
        run = json.loads((home / "run.json").read_text())
        self._client = client("dynamodb", run["endpoint_url"])
        stacks = client("cloudformation", run["endpoint_url"]).describe_stacks()["Stacks"]
        outputs = {
            one["OutputKey"]: one["OutputValue"] for stack in stacks for one in stack.get("Outputs", [])
        }
        self.names = {
            key.removesuffix("Table"): name for key, name in outputs.items() if key.endswith("Table")
        }

    def all(self, table: str) -> list[dict[str, Any]]:
        pages = self._client.get_paginator("scan").paginate(TableName=self.names[table])
        return [item for page in pages for item in page["Items"]]

    def empty(self, table: str) -> None:
        keys = self._client.describe_table(TableName=self.names[table])["Table"]["KeySchema"]
        for item in self.all(table):
            key = {one["AttributeName"]: item[one["AttributeName"]] for one in keys}
            self._client.delete_item(TableName=self.names[table], Key=key)

    def put(self, table: str, items: list[dict[str, Any]]) -> None:
        name = self.names[table]
        for start in range(0, len(items), BATCH):
            puts = [{"PutRequest": {"Item": item}} for item in items[start : start + BATCH]]
            self._client.batch_write_item(RequestItems={name: puts})


class Customers:
    """They buy until told to stop; what each was told, by order."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._over = threading.Event()
        self.told: dict[str, str] = {}

    def buy(self) -> None:
        for _ in range(MOST_BOUGHT):
            if self._over.is_set():
                return
            buyer = self._shop.buyer()
            buyer.put(WATER)
            answer = buyer.pay(wait=10)
            if "order_id" in answer.json():
                self.told[answer.json()["order_id"]] = answer.json()["status"]
            self._over.wait(PAUSE_SECONDS)

    def bought_since(self, before: int) -> Callable[[], bool]:
        return lambda: len(self.told) > before

    def leave(self) -> None:
        self._over.set()


@pytest.mark.leaking  # it copies whole tables
def test_the_shop_goes_on_in_another_region_from_what_replication_left(regions: tuple[Shop, Shop]) -> None:
    lost, other = regions
    here, there = Tables(lost.run.home), Tables(other.run.home)
    lost.set_stock("water", 200)
    customers = Customers(lost)
    with ThreadPoolExecutor(CUSTOMERS) as crowd:
        bought = [crowd.submit(customers.buy) for _ in range(CUSTOMERS)]
        lost.patience.until(lambda: len(customers.told) > 2 * CUSTOMERS, "nobody buys")
        arrived = {}
        for table in COPIED:
            arrived[table] = here.all(table)
            lost.patience.until(customers.bought_since(len(customers.told)), "nobody buys")
        for table, items in arrived.items():
            there.empty(table)
            there.put(table, items)
        refused = says(other, "fail-over", *WHY, status=2)
        assert "the lost region still sells" in refused["said"]
        customers.leave()
        for one in bought:
            one.result()
    says(lost, "close-region", *WHY)

    report = says(other, "fail-over", *WHY, "--most-given-up", "200")

    assert report["ok"], report
    assert report["provider"]["mismatches"].get("without-order", 0) > 0
    assert (
        report["going_on"]["orders"] + report["put_back"]["orders"] + report["units_corrected"]["orders"] > 0
    )
    again = says(other, "fail-over", *WHY)
    assert (again["put_back"]["orders"], again["counted_anew"]) == (0, {})
    assert buys(other.buyer()) == "CONFIRMED"
    audited = other.audit()
    assert audited["ok"], audited["violations"]


def buys(buyer: Buyer) -> str:
    status: str = buyer.tries(WATER).json()["status"]
    return status

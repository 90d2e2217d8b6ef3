from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.catalog import store
from functions.inventory import store as stock_store
from functions.inventory.receive_stock import set_shards
from functions.shared import clock
from functions.shared.write import Item
from tests.handlers.shop import Shop


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


PIZZA = {
    "sku": "pizza",
    "name": "Margherita",
    "description": "Tomato, mozzarella, basil",
    "unit_price": euros(800),
    "stock": "in_stock",
    "options": [
        {
            "name": "size",
            "required": True,
            "multiple": False,
            "choices": [
                {"name": "regular", "surcharge": euros(0)},
                {"name": "large", "surcharge": euros(300)},
            ],
        },
        {
            "name": "toppings",
            "required": False,
            "multiple": True,
            "choices": [
                {"name": "olives", "surcharge": euros(100)},
                {"name": "rocket", "surcharge": euros(150)},
            ],
        },
    ],
}
WATER = {
    "sku": "water",
    "name": "Water",
    "description": "Still, 0.5 l",
    "unit_price": euros(250),
    "stock": "in_stock",
    "options": [],
}
# Public calls carry no authorizer.
PUBLIC: dict[str, Any] = {"requestContext": {"stage": "api", "path": "/api/catalog", "httpMethod": "GET"}}


def test_the_catalog_is_public_and_shows_every_product_in_the_shops_order(shop: Shop) -> None:
    shop.stock("pizza", 10)
    shop.stock("water", 10)
    reply = shop.call("GET /catalog", **PUBLIC)
    assert reply.status == 200
    assert reply.body == {"products": [PIZZA, WATER]}
    assert reply.headers["Cache-Control"].startswith("public, max-age=")


def test_one_product_is_shown_as_in_the_catalog(shop: Shop) -> None:
    shop.stock("pizza", 10)
    reply = shop.call("GET /catalog/pizza", **PUBLIC)
    assert (reply.status, reply.body) == (200, PIZZA)
    assert reply.headers["Cache-Control"].startswith("public, max-age=")


@pytest.mark.parametrize(("units", "shown"), [(0, "sold_out"), (1, "low"), (5, "low"), (6, "in_stock")])
def test_stock_is_shown_as_a_level_and_never_as_a_number(shop: Shop, units: int, shown: str) -> None:
    shop.stock("water", units)
    assert shop.call("GET /catalog/water").body["stock"] == shown
    assert shop.call("GET /catalog").body["products"][1]["stock"] == shown


def test_what_was_never_received_is_sold_out(shop: Shop) -> None:
    assert shop.call("GET /catalog/water").body["stock"] == "sold_out"


def test_the_level_counts_all_shards_together(shop: Shop) -> None:
    shop.stock("water", 6)
    set_shards("water", 3)
    stock_store._counts.clear()
    assert shop.call("GET /catalog/water").body["stock"] == "in_stock"


def test_the_level_counts_shards_that_were_made_a_moment_ago(shop: Shop) -> None:
    shop.stock("water", 6)
    assert shop.call("GET /catalog/water").body["stock"] == "in_stock"
    one_shard = dict(stock_store._counts)
    set_shards("water", 3)
    stock_store._counts.update(one_shard)
    assert shop.call("GET /catalog/water").body["stock"] == "in_stock"


def test_the_catalog_is_read_again_after_ten_seconds(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [0.0]
    monkeypatch.setattr(clock, "monotonic", lambda: moment[0])
    reads: list[float] = []

    def scan(table: str) -> Iterator[Item]:
        reads.append(moment[0])
        return iter(())

    monkeypatch.setattr(store, "scan", scan)
    for moment[0] in (0.0, 7.9, 11.0):
        shop.call("GET /catalog")
    assert reads == [0.0, 11.0]


def test_the_catalog_goes_on_being_shown_for_ten_minutes_while_its_table_fails(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr(clock, "monotonic", lambda: moment[0])
    shown = shop.call("GET /catalog").body

    def throttled(table: str) -> Iterator[Item]:
        raise ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "Scan")

    monkeypatch.setattr(store, "scan", throttled)
    for moment[0] in (11.0, 60.0, 599.0):
        assert shop.call("GET /catalog").body == shown
        assert shop.put(sku="water").status == 200
    moment[0] = 601.0
    assert shop.call("GET /catalog").refusal == (503, "try-again")


@pytest.mark.parametrize("path", ["/catalog/nothing", "/catalog/PIZZA", "/catalog/pizza/x", "/catalog/%F0"])
def test_an_unknown_product_is_not_found(shop: Shop, path: str) -> None:
    assert shop.call(f"GET {path}").refusal == (404, "not-found")

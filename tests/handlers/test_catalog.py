from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError

from functions.catalog import store
from functions.inventory import store as stock_store
from functions.inventory.receive_stock import set_shards
from tests.handlers.shop import Shop, euros


def choices(**surcharges: int) -> list[dict[str, Any]]:
    return [{"name": name, "surcharge": euros(amount)} for name, amount in surcharges.items()]


PIZZA = {
    "sku": "pizza",
    "name": "Margherita",
    "description": "Tomato, mozzarella, basil",
    "unit_price": euros(800),
    "stock": "in_stock",
    "options": [
        {"name": "size", "required": True, "multiple": False, "choices": choices(regular=0, large=300)},
        {"name": "toppings", "required": False, "multiple": True, "choices": choices(olives=100, rocket=150)},
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


@pytest.mark.parametrize(
    ("units", "shown"), [(None, "sold_out"), (0, "sold_out"), (1, "low"), (5, "low"), (6, "in_stock")]
)
def test_stock_is_shown_as_a_level_and_never_as_a_number(
    shop: Shop, request: pytest.FixtureRequest, units: int | None, shown: str
) -> None:
    """None was ever received, or so many are there."""
    if units is None:
        request.getfixturevalue("empty_shelves")
    else:
        shop.stock("water", units)
    assert shop.call("GET /catalog/water").body["stock"] == shown
    assert shop.call("GET /catalog").body["products"][1]["stock"] == shown


def test_the_level_counts_all_shards_together_those_of_a_moment_ago_too(shop: Shop) -> None:
    shop.stock("water", 6)
    assert shop.call("GET /catalog/water").body["stock"] == "in_stock"
    one_shard = dict(stock_store._counts)
    set_shards("water", 3)
    for known in (one_shard, {}):
        stock_store._counts.clear()
        stock_store._counts.update(known)
        assert shop.call("GET /catalog/water").body["stock"] == "in_stock"


def test_the_catalog_is_read_again_after_ten_seconds(
    shop: Shop, moment: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[float] = []
    monkeypatch.setattr(store, "scan", lambda table, **_: reads.append(moment[0]) or iter(()))
    for moment[0] in (0.0, 7.9, 11.0):
        shop.call("GET /catalog")
    assert reads == [0.0, 11.0]


def test_the_catalog_goes_on_being_shown_for_ten_minutes_while_its_table_fails(
    shop: Shop, moment: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = shop.call("GET /catalog").body

    throttled = ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "Scan")
    monkeypatch.setattr(store, "scan", Mock(side_effect=throttled))
    for moment[0] in (11.0, 60.0, 599.0):
        assert shop.call("GET /catalog").body == shown
        assert shop.put(sku="water").status == 200
    moment[0] = 601.0
    assert shop.call("GET /catalog").refusal == (503, "try-again")


@pytest.mark.parametrize("path", ["/catalog/nothing", "/catalog/PIZZA", "/catalog/pizza/x", "/catalog/%F0"])
def test_an_unknown_product_is_not_found(shop: Shop, path: str) -> None:
    assert shop.call(f"GET {path}").refusal == (404, "not-found")

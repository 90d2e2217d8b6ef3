"""Replacing the catalog: what is added, changed, withdrawn, and two at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from unittest.mock import Mock

import pytest

from functions.catalog import store
from functions.catalog.product import Product
from functions.catalog.replace_catalog import Changes, replace_catalog
from functions.inventory import store as inventory
from functions.operator.journal import Signed
from functions.shared import table
from functions.shared.contention import Contended
from functions.shared.money import Money
from ops.catalog_file import Entry
from ops.load_catalog import load_catalog
from tests.handlers import cloud as clouds
from tests.handlers.shop import PIZZA, WATER, Shop, fill_catalog

BY = Signed("ops:ada", "", "2026-01-01T00:00:00.000Z")

TEA = Product("tea", "Tea", "", Money(300), (), position=3)


@pytest.fixture(autouse=True)
def pizzeria(shop: Shop) -> Iterator[None]:
    yield
    clouds.empty_table("CATALOG_TABLE")
    fill_catalog()
    clouds.forget_data()


def skus(changes: Changes) -> dict[str, list[str]]:
    return {name: [product.sku for product in products] for name, products in vars(changes).items()}


def sold() -> list[str]:
    clouds.forget_data()
    return list(store.products())


def numbered(count: int) -> list[Product]:
    return [replace(TEA, sku=f"tea-{number:03}", position=number) for number in range(count)]


def test_the_shop_then_sells_exactly_what_is_wanted_in_that_order() -> None:
    dearer = replace(WATER, unit_price=Money(300), position=1)
    changes = replace_catalog([replace(TEA, position=0), dearer])
    assert skus(changes) == {"added": ["tea"], "changed": ["water"], "unchanged": [], "withdrawn": ["pizza"]}
    assert sold() == ["tea", "water"]
    assert store.products()["water"] == dearer


def test_a_withdrawn_product_is_not_found_and_cannot_be_put_into_a_cart(shop: Shop) -> None:
    shop.put("1", sku="water")
    replace_catalog([PIZZA])
    clouds.forget_data()
    assert shop.call("GET /catalog/water").refusal == (404, "not-found")
    assert shop.put("2", sku="water").refusal == (422, "invalid-request")
    assert shop.put("1", sku="water", quantity=2).refusal == (422, "invalid-request")


def test_a_withdrawn_product_that_is_wanted_again_is_sold_again() -> None:
    replace_catalog([PIZZA])
    assert skus(replace_catalog([PIZZA, WATER]))["added"] == ["water"]
    assert sold() == ["pizza", "water"]


def test_nothing_is_written_where_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "transact", pytest.fail)
    assert skus(replace_catalog([PIZZA, WATER]))["unchanged"] == ["pizza", "water"]


def test_a_catalog_of_more_than_one_transaction_is_written_whole() -> None:
    wanted = numbered(250)
    assert len(replace_catalog(wanted).added) == 250
    assert sold() == [product.sku for product in wanted]


def test_of_two_who_replace_the_catalog_at_once_one_wins_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one comes in between each of the first one's first transactions."""
    mine, others = numbered(150), [PIZZA, TEA]
    transact, came = store.transact, []

    def interrupted(writes: Sequence[table.Write]) -> None:
        transact(writes)
        if len(writes) > 50 and len(came) < 2:
            came.append(True)
            replace_catalog(others)

    monkeypatch.setattr(store, "transact", interrupted)
    replace_catalog(mine)
    assert len(came) == 2
    assert sold() == [product.sku for product in mine]


def test_who_meets_others_every_time_gives_up(pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "replace", Mock(side_effect=store.CatalogMoved))
    with pytest.raises(Contended):
        replace_catalog([PIZZA])


@pytest.mark.usefixtures("empty_shelves")
def test_loading_opens_the_stock_of_what_never_had_any_and_leaves_the_rest() -> None:
    entries = [Entry(replace(PIZZA, position=0), 5), Entry(replace(WATER, position=1), None), Entry(TEA, 0)]
    report = load_catalog(entries, BY)
    assert report == {
        "products": 3,
        "added": ["tea"],
        "changed": ["pizza", "water"],
        "withdrawn": [],
        "unchanged": 0,
        "stock_opened": {"pizza": 5, "tea": 0},
    }
    again = load_catalog([replace(entry, stock=9) for entry in entries], BY)
    assert (again["unchanged"], again["stock_opened"]) == (3, {"water": 9})
    assert inventory.levels(["pizza", "water", "tea"]) == {"pizza": 5, "water": 9, "tea": 0}

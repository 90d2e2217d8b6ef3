"""The demo shop is filled at each start, and what was loaded since the first is left as it is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from functions.operator import journal_store
from functions.pricing import store
from functions.shared.table import write
from functions.shared.write import Write
from local import seed
from ops.load_shop import load_shop
from ops.shop_file import read_shop, read_shop_file
from tests.handlers import cloud as clouds
from tests.handlers.shop import Shop, fill_catalog


@pytest.fixture(autouse=True)
def put_back(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(seed, "use_embedded_cloud", Mock())
    monkeypatch.setattr(seed, "use", Mock())
    yield
    clouds.empty_table("CATALOG_TABLE")
    clouds.empty_table("STOCK_TABLE")
    fill_catalog()
    clouds.forget_data()


def starts() -> None:
    seed.seed("http://127.0.0.1:1", "eu-central-1", {})


def test_a_shop_that_begins_has_the_demo_shops_prices() -> None:
    starts()
    assert store.load() == read_shop_file(str(seed.SHOP))


def test_a_file_of_ones_own_with_more_uses_outlives_a_start() -> None:
    starts()
    own: dict[str, Any] = json.loads(Path(seed.SHOP).read_text())
    for code in own["codes"]:
        code["uses"] = 2_000
    loaded = read_shop(json.dumps(own).encode())
    load_shop(loaded, journal_store.signed("ops:bob", ""))
    starts()
    assert store.load() == loaded


def test_one_that_cannot_be_read_stops_no_start_and_is_left_to_whoever_loaded_it() -> None:
    item = {"sku": store.KEY, "place": {"country": 7}}
    write(Write.put("CATALOG_TABLE", "shop", item, condition="attribute_not_exists(#sku)"))
    starts()
    assert store.revision() == 0

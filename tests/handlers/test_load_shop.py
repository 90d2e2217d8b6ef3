"""A shop's file is loaded whole, in place of the one before, and shown as a file again."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from functions.catalog import store as catalog
from functions.inventory import store as store_of_stock
from functions.inventory import writes as stock_writes
from functions.inventory.stock import Layout, Units
from functions.operator import journal_store
from functions.pricing import store
from functions.pricing.shop import Shop as Prices
from functions.pricing.shop_item import as_item
from functions.shared.items import Unreadable
from functions.shared.table import transact, write
from functions.shared.write import Write
from ops import __main__ as ops
from ops.load_shop import load_shop
from ops.shop_file import read_shop_file
from tests.handlers import cloud as clouds
from tests.handlers.shop import Shop, fill_catalog

DEMO = "local/shop.json"


@pytest.fixture(autouse=True)
def put_back(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ops, "connect", Mock())
    yield
    clouds.empty_table("CATALOG_TABLE")
    clouds.empty_table("STOCK_TABLE")
    fill_catalog()
    clouds.forget_data()


def test_a_shop_has_no_file_until_one_is_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert store.load() == Prices()
    assert ops.main(["show-shop"]) == 2
    assert "no file was loaded" in capsys.readouterr().err


def test_what_is_loaded_is_what_the_shop_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert ops.main(["load-shop", DEMO]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "taxes": 10,
        "delivery": 2,
        "codes": 3,
        "uses": {"CINQUE": 1000},
    }
    assert store.load() == read_shop_file(DEMO)


def test_what_is_loaded_next_stands_alone(tmp_path: Path) -> None:
    ops.main(["load-shop", DEMO])
    plain: dict[str, Any] = json.loads(Path(DEMO).read_text()) | {"codes": [], "delivery": []}
    (file := tmp_path / "plain.json").write_text(json.dumps(plain))
    assert ops.main(["load-shop", str(file)]) == 0
    assert store.load() == read_shop_file(str(file))


def test_what_is_shown_can_be_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ops.main(["load-shop", DEMO])
    capsys.readouterr()
    assert ops.main(["show-shop"]) == 0
    (file := tmp_path / "shown.json").write_text(capsys.readouterr().out)
    assert read_shop_file(str(file)) == read_shop_file(DEMO)


def test_a_file_with_anything_wrong_changes_nothing(tmp_path: Path) -> None:
    ops.main(["load-shop", DEMO])
    (file := tmp_path / "wrong.json").write_text(Path(DEMO).read_text().replace("490", "4.90"))
    assert ops.main(["load-shop", str(file)]) == 2
    assert store.load() == read_shop_file(DEMO)


def limited(tmp_path: Path, uses: int) -> str:
    """The demo shop's file with so many uses of its first code."""
    file: dict[str, Any] = json.loads(Path(DEMO).read_text())
    file["codes"] = [file["codes"][0] | {"uses": uses}]
    (path := tmp_path / "limited.json").write_text(json.dumps(file))
    return str(path)


def uses() -> tuple[int, int]:
    """What was received of the code, and what is available."""
    shards = store_of_stock.look("code#BENVENUTO").shards
    return sum(one.received for one in shards), sum(one.available for one in shards)


def test_the_uses_of_a_code_are_received_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for received in ({"BENVENUTO": 10}, {}):
        assert ops.main(["load-shop", limited(tmp_path, 10)]) == 0
        assert json.loads(capsys.readouterr().out)["uses"] == received
        assert uses() == (10, 10)


def test_more_uses_are_received_by_the_difference_whatever_was_used(tmp_path: Path) -> None:
    ops.main(["load-shop", limited(tmp_path, 10)])
    units = (Units("code#BENVENUTO", 0, 4),)
    transact(stock_writes.hold("ord_x", units))
    ops.main(["load-shop", limited(tmp_path, 12)])
    assert uses() == (12, 8)


def test_many_more_uses_are_spread_as_if_there_had_been_so_many_from_the_beginning(tmp_path: Path) -> None:
    ops.main(["load-shop", limited(tmp_path, 10)])
    assert store_of_stock.look("code#BENVENUTO").layout == Layout(1, 1)
    ops.main(["load-shop", limited(tmp_path, 8_000)])
    shelves = store_of_stock.look("code#BENVENUTO")
    assert shelves.layout == Layout(8, 8)
    assert [one.available for one in shelves.shards] == [1_000] * 8


def test_fewer_uses_than_were_received_are_refused_and_nothing_is_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ops.main(["load-shop", limited(tmp_path, 10)])
    before = store.load()
    assert ops.main(["load-shop", limited(tmp_path, 9)]) == 2
    assert "BENVENUTO: uses: 10 were given out before" in capsys.readouterr().err
    assert (store.load(), uses()) == (before, (10, 10))


def test_who_is_killed_before_the_file_is_there_has_granted_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "replace", Mock(side_effect=KeyboardInterrupt))
    with suppress(KeyboardInterrupt):
        ops.main(["load-shop", limited(tmp_path, 10)])
    assert (store.load(), uses()) == (Prices(), (10, 10))
    monkeypatch.undo()
    monkeypatch.setattr(ops, "connect", Mock())
    assert ops.main(["load-shop", limited(tmp_path, 10)]) == 0
    assert uses() == (10, 10)


def meanwhile(monkeypatch: pytest.MonkeyPatch, uses: list[int], tmp_path: Path) -> None:
    """Before a file is kept, somebody else loads one with so many uses, as often as there are any left."""
    keep = store.replace

    def later(shop: Prices, seen: int | None, told: Sequence[Write] = ()) -> None:
        if uses:
            assert ops.main(["load-shop", limited(tmp_path, uses.pop())]) == 0
        keep(shop, seen, told)

    monkeypatch.setattr(store, "replace", later)


def test_who_is_late_with_fewer_uses_is_refused_by_those_that_were_received_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = limited(tmp_path, 10)
    meanwhile(monkeypatch, [20], tmp_path)
    assert ops.main(["load-shop", file]) == 2
    assert "BENVENUTO: uses: 20 were given out before" in capsys.readouterr().err
    assert (store.load().codes[0].uses, uses()) == (20, (20, 20))


def test_who_is_late_with_as_many_is_loaded_last_and_says_all_that_it_received(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = read_shop_file(limited(tmp_path, 20))
    meanwhile(monkeypatch, [20, 20], tmp_path)
    told = load_shop(file, journal_store.signed("ops:bob", ""))
    assert told["uses"] == {"BENVENUTO": 20}
    assert (store.load(), uses()) == (file, (20, 20))


def test_a_file_that_was_kept_before_they_were_counted_is_replaced() -> None:
    ops.main(["load-shop", DEMO])
    item = {"sku": store.KEY} | as_item(replace(store.load(), tax_name="IVA"))
    write(Write.put("CATALOG_TABLE", "shop", item, condition="attribute_exists(#sku)"))
    assert (store.load().tax_name, store.revision()) == ("IVA", 0)
    assert ops.main(["load-shop", DEMO]) == 0
    assert (store.load(), store.revision()) == (read_shop_file(DEMO), 1)


def test_a_limit_for_each_customer_alone_receives_nothing(tmp_path: Path) -> None:
    file: dict[str, Any] = json.loads(Path(DEMO).read_text())
    file["codes"] = [file["codes"][0] | {"uses_per_customer": 1}]
    (path := tmp_path / "limited.json").write_text(json.dumps(file))
    assert ops.main(["load-shop", str(path)]) == 0
    assert uses() == (0, 0)


def test_loading_is_in_the_journal() -> None:
    ops.main(["load-shop", DEMO, "--why", "prices of December"])
    newest = list(journal_store.of_target("shop"))[-1]
    assert (newest.action, newest.signed.why) == ("load-shop", "prices of December")


def test_the_catalog_does_not_sell_the_file() -> None:
    before = set(catalog.load().products)
    ops.main(["load-shop", DEMO])
    assert set(catalog.load().products) == before


def test_what_cannot_be_read_is_not_taken_for_a_shop_without_a_file() -> None:
    item = {"sku": store.KEY, "place": {"country": 7}}
    write(Write.put("CATALOG_TABLE", "shop", item, condition="attribute_not_exists(#sku)"))
    with pytest.raises(Unreadable):
        store.load()

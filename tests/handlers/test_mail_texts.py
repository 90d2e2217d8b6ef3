"""A shop's own phrases: mails say them, whatever else is loaded beside them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from functions.catalog import store as catalog
from functions.notification import notify, phrases_store
from functions.notification import on_order_events as handler
from functions.notification.phrases import PHRASES, Phrases
from functions.shared.items import Unreadable
from functions.shared.table import write
from functions.shared.write import Write
from ops import __main__ as ops
from tests.handlers import cloud as clouds
from tests.handlers import saga
from tests.handlers.shop import Shop, context, fill_catalog

OWN = {"hello": "Dear reader,", "confirmed.subject": "Your books are put aside"}


@pytest.fixture(autouse=True)
def outbox(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MAIL_SENDER", "")
    monkeypatch.setenv("OUTBOX_FOLDER", str(tmp_path))
    monkeypatch.setenv("SHOP_URL", "")
    notify._sending.cache_clear()
    yield tmp_path
    notify._sending.cache_clear()
    clouds.empty_table("CATALOG_TABLE")
    fill_catalog()
    clouds.forget_data()


def mail_of_a_confirmed_order(shop: Shop, outbox: Path) -> str:
    shop.stock("water", 10)
    order_id = shop.buys(email="ada@example.com")
    saga.confirm(order_id)
    detail = {"order_id": order_id, "number": 2, "at": "", "data": {}, "schema_version": 2}
    handler.handle(
        {"source": "paidonce.orders", "detail-type": "OrderConfirmed", "detail": detail}, context()
    )
    return (outbox / f"{order_id}-confirmed.txt").read_text()


def loads(texts: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(ops, "connect", Mock())
    (file := tmp_path / "mails.json").write_text(json.dumps({"texts": texts}))
    return ops.main(["load-mail-texts", str(file)])


def test_a_mail_says_what_the_shop_has_loaded_and_ours_for_the_rest(
    shop: Shop, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loads(OWN, outbox, monkeypatch) == 0

    mail = mail_of_a_confirmed_order(shop, outbox)

    assert "Subject: Your books are put aside (ord_" in mail
    assert "\n\nDear reader,\n\n" in mail
    assert PHRASES["confirmed.text"] in mail


def test_what_is_loaded_next_stands_alone(outbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for texts in (OWN, {"hello": "Hi,"}):
        assert loads(texts, outbox, monkeypatch) == 0

    assert phrases_store.load() == Phrases({"hello": "Hi,"})


def test_what_is_shown_can_be_loaded(
    outbox: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loads(OWN, outbox, monkeypatch)
    capsys.readouterr()

    assert ops.main(["mail-texts"]) == 0
    shown = json.loads(capsys.readouterr().out)["texts"]

    assert shown == dict(PHRASES) | OWN
    assert loads(shown, outbox, monkeypatch) == 0


def test_the_catalog_is_what_it_was_and_takes_no_text_for_a_broken_product(
    outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, counted = catalog.load(), Mock()
    loads(OWN, outbox, monkeypatch)
    monkeypatch.setattr(catalog, "count", counted)

    assert replace(catalog.load(), beside=before.beside) == before
    assert not counted.called


def test_a_shop_without_texts_of_its_own_says_ours(shop: Shop, outbox: Path) -> None:
    assert "\n\nHello,\n\n" in mail_of_a_confirmed_order(shop, outbox)


def test_an_item_that_nobody_of_us_wrote_is_said_to_be_broken() -> None:
    item = {"sku": phrases_store.KEY, "phrases": {"hello": 7}}
    write(Write.put("CATALOG_TABLE", "texts", item, condition="attribute_not_exists(#sku)"))

    with pytest.raises(Unreadable, match="no text"):
        phrases_store.load()

"""The shop's file: what is taken, and with which line everything else is refused."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions.pricing.shop import Code, Method, Place, TaxRate
from functions.pricing.shop_item import as_item, from_item
from functions.shared.items import Unreadable
from ops.errors import CommandError, FileRefused
from ops.located_json import Wrong
from ops.shop_file import MAX_FILE_BYTES, read_shop, read_shop_file

DEMO = "local/shop.json"
GOOD = """{
  "place": {"country": "IT"},
  "prices_include_tax": true,
  "tax_name": "VAT",
  "taxes": [
    {"country": "IT", "rate": 2200},
    {"country": "IT", "rate": 1000, "tax_class": "food"},
    {"country": "US", "rate": 0},
    {"country": "US", "rate": 725, "region": "CA"}
  ],
  "delivery": [
    {"method": "pickup", "name": "Pickup", "price": 0, "pickup": true},
    {"method": "courier", "name": "Courier", "price": 490, "countries": ["IT", "US"],
     "free_from": 3000, "tax_class": "food"}
  ],
  "codes": [
    {"code": "TEN", "rate": 1000, "skus": ["pizza"], "goes_with_others": true},
    {"code": "FIVER", "amount": 500, "minimum": 2000, "uses": 10, "uses_per_customer": 1,
     "starts": "2026-12-01T00:00:00+01:00",
     "ends": "2027-01-01T00:00:00+01:00"},
    {"code": "FREESHIP", "free_delivery": true}
  ]
}
"""


def changed(old: str, new: str) -> bytes:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new).encode()


def test_a_file_says_where_the_shop_is_and_what_is_taxed_with_how_much() -> None:
    shop = read_shop(GOOD.encode())
    assert (shop.place, shop.prices_include_tax, shop.tax_name) == (Place("IT"), True, "VAT")
    assert shop.taxes[1:4:2] == (TaxRate(1000, "IT", tax_class="food"), TaxRate(725, "US", "CA"))


def test_a_file_says_how_goods_are_delivered() -> None:
    pickup, courier = read_shop(GOOD.encode()).delivery
    assert pickup == Method("pickup", "Pickup", 0, pickup=True)
    assert courier == Method(
        "courier", "Courier", 490, frozenset({"IT", "US"}), free_from=3000, tax_class="food"
    )


def test_a_file_says_what_codes_there_are_and_moments_are_utc() -> None:
    ten, fiver, freeship = read_shop(GOOD.encode()).codes
    assert ten == Code("TEN", rate=1000, skus=frozenset({"pizza"}), goes_with_others=True)
    assert fiver == Code(
        "FIVER",
        amount=500,
        minimum=2000,
        uses=10,
        uses_per_customer=1,
        starts=datetime(2026, 11, 30, 23, tzinfo=UTC),
        ends=datetime(2026, 12, 31, 23, tzinfo=UTC),
    )
    assert freeship == Code("FREESHIP", free_delivery=True)


def test_a_file_names_its_currency_or_speaks_euros() -> None:
    assert read_shop(GOOD.encode()).currency == "EUR"
    assert read_shop(changed('{\n  "place"', '{"currency": "JPY",\n  "place"')).currency == "JPY"


def test_amounts_of_dinars_are_tens_of_fils() -> None:
    dinars = GOOD.replace('{\n  "place"', '{"currency": "BHD",\n  "place"')
    assert read_shop(dinars.encode()).delivery[1].price == 490
    with pytest.raises(Wrong, match=r"courier: price: a multiple of 10, .* not 495") as wrong:
        read_shop(dinars.replace('"price": 490', '"price": 495').encode())
    assert wrong.value.line == 13


def test_what_was_read_is_stored_and_read_again_as_it_was() -> None:
    shop = read_shop(GOOD.encode())
    assert from_item(json.loads(json.dumps(as_item(shop)))) == shop


def test_what_is_stored_is_a_file_again() -> None:
    shop = read_shop(GOOD.encode())
    assert read_shop(json.dumps(as_item(shop)).encode()) == shop


@pytest.mark.parametrize(
    ("name", "broken"),
    [("taxes", "none"), ("place", {"country": 7}), ("delivery", [{}]), ("codes", [{"code": "A"}])],
)
def test_a_stored_shop_that_lacks_something_is_unreadable(name: str, broken: Any) -> None:
    with pytest.raises(Unreadable):
        from_item(as_item(read_shop(GOOD.encode())) | {name: broken})


def test_the_demo_shops_file_is_such_a_file() -> None:
    shop = read_shop_file(DEMO)
    assert shop.methods_to(shop.place)[0] == Method("pickup", "Pickup", 0, pickup=True)
    assert (shop.delivery[1].price, shop.delivery[1].free_from) == (490, 3000)
    assert len(shop.codes) == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ('"tax_name": "VAT",', '"tax_name": "",', 4, "tax_name: empty"),
        ('"tax_name": "VAT",', "", 1, "lacks 'tax_name'"),
        ('"tax_name": "VAT",', '"tax_name": "VAT", "currency": "ISK",', 4, "currency: .*not 'ISK'"),
        ('"tax_name": "VAT",', '"tax_name": "VAT", "currency": ["EUR"],', 4, "currency: .*takes"),
        ('"prices_include_tax": true', '"prices_include_tax": 1', 3, "true or false, not 1"),
        ('{"country": "IT"},\n  "p', '{"country": "UK"},\n  "p', 2, "place: country: No country .*write GB"),
        (
            '"IT", "rate": 2200',
            '"IT", "rate": 22.5',
            6,
            "a tax: rate: a whole number from 0 to 10000, not 22.5",
        ),
        ('"IT", "rate": 2200', '"IT", "rate": 10001', 6, "a tax: rate"),
        ('"region": "CA"', '"region": ""', 9, "a tax: region: empty"),
        ('1000, "tax_class": "food"', "1000", 7, "taxes: IT standard stands on line 6 already"),
        ('{"country": "US", "rate": 0},\n    ', "", 12, "courier: taxes have no standard rate for US"),
        ('{"country": "IT", "rate": 2200},\n    ', "", 2, "taxes: no standard rate for IT"),
        ('3000, "tax_class": "food"', '3000, "tax_class": "toys"', 13, "courier: taxes have no class 'toys'"),
        ('"pickup": true', '"pickup": false', 12, "pickup: either pickup, or the countries"),
        ('"method": "pickup"', '"method": "courier"', 13, "delivery: courier stands on line 12 already"),
        ('"method": "pickup"', '"method": "Pick up"', 12, "method: at most 32 small letters"),
        ('["IT", "US"]', '["IT", "XX"]', 13, "courier: countries: No country"),
        ('["IT", "US"]', "[]", 13, "courier: countries: none"),
        ('"free_from": 3000', '"free_from": -1', 14, "courier: free_from: a whole number"),
        ('"code": "TEN"', '"code": "ten"', 17, "code: at most 32 capital letters"),
        ('"code": "TEN"', '"code": "FIVER"', 18, "codes: FIVER stands on line 17 already"),
        ('"rate": 1000, "skus"', '"rate": 1000, "amount": 5, "skus"', 17, "TEN: one of rate, amount, free"),
        ('"rate": 1000, "skus"', '"rate": 0, "skus"', 17, "TEN: rate: 1 or more"),
        ('"free_delivery": true', '"free_delivery": false', 21, "FREESHIP: free_delivery: true, or left out"),
        ('["pizza"]', "[]", 17, "TEN: skus: 0; from 1 to 100"),
        ('["pizza"]', '["Pizza"]', 17, "TEN: skus: no SKU, 'Pizza'"),
        ('"uses": 10', '"uses": 0', 18, "FIVER: uses: 1 or more"),
        ("2026-12-01T00:00:00+01:00", "2026-12-01T00:00:00", 19, "FIVER: starts: as 2026-12-24T18"),
        ("2026-12-01T00:00:00+01:00", "soon", 19, "FIVER: starts: as 2026-12-24T18"),
        ("2027-01-01T00:00:00+01:00", "2026-01-01T00:00:00Z", 20, "FIVER: ends before it starts"),
        ('"goes_with_others": true', '"with_others": true', 17, "a code has no field 'with_others'"),
    ],
)
def test_a_file_is_refused_by_its_line(old: str, new: str, line: int, why: str) -> None:
    with pytest.raises(Wrong, match=why) as refused:
        read_shop(changed(old, new))
    assert refused.value.line == line


def test_a_shop_that_delivers_nothing_to_where_it_is_is_refused() -> None:
    shop = json.loads(GOOD)
    shop["delivery"] = [shop["delivery"][1] | {"countries": ["US"]}]
    with pytest.raises(Wrong, match="no method goes to IT, where the shop is"):
        read_shop(json.dumps(shop).encode())


def test_a_shop_may_speak_of_neither_taxes_nor_delivery_nor_codes() -> None:
    shop = json.loads(GOOD) | {"taxes": [], "delivery": [], "codes": []}
    assert read_shop(json.dumps(shop).encode()).rate(Place("IT"), "food") == 0


@pytest.mark.parametrize(("what", "most"), [("taxes", 500), ("delivery", 50), ("codes", 500)])
def test_a_list_has_an_end(what: str, most: int) -> None:
    shop = json.loads(GOOD)
    shop[what] = [shop[what][0]] * (most + 1)
    with pytest.raises(Wrong, match=f"{what}: more than {most}"):
        read_shop(json.dumps(shop).encode())


def test_a_refusal_names_the_file(tmp_path: Path) -> None:
    (file := tmp_path / "shop.json").write_bytes(changed('"code": "TEN"', '"code": "ten"'))
    with pytest.raises(FileRefused, match=f"{file}:17: code: at most 32 capital letters"):
        read_shop_file(str(file))


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as huge:
        huge.truncate(1 << 40)
    with pytest.raises(FileRefused, match=f"larger than {MAX_FILE_BYTES} bytes"):
        read_shop_file(str(file))


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        read_shop_file(str(tmp_path / "none.json"))

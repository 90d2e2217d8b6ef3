"""The catalog file: what is taken, and with which line everything else is refused."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.product import Choice, Option
from functions.shared.money import Money
from ops import catalog_file
from ops.catalog_file import MAX_FILE_BYTES, read_catalog, read_catalog_file
from ops.errors import CommandError, FileRefused
from ops.located_json import Wrong

MENU = Path("local/menu.json")
GOOD = """{
  "products": [
    {
      "sku": "pizza",
      "name": "Pizza",
      "description": "",
      "unit_price": 800,
      "stock": 5,
      "options": [
        {"name": "size", "required": true, "multiple": false,
         "choices": {"small": 0,
                     "large": 300}}
      ]
    },
    {"sku": "water", "name": "Water", "description": "Still", "unit_price": 0, "options": []}
  ]
}
"""


def refusal(data: bytes) -> tuple[int, str]:
    with pytest.raises(Wrong) as caught:
        read_catalog(data)
    return caught.value.line, str(caught.value)


def changed(old: str, new: str) -> bytes:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new).encode(errors="surrogatepass")


def test_a_catalog_is_read_in_the_order_in_which_it_is_shown() -> None:
    pizza, water = read_catalog(GOOD.encode())
    assert (pizza.product.sku, pizza.product.unit_price, pizza.stock) == ("pizza", Money(800), 5)
    assert pizza.product.options == (
        Option("size", True, False, (Choice("small", Money(0)), Choice("large", Money(300)))),
    )
    assert (water.product.position, water.stock) == (1, None)


def test_the_demo_shops_menu_is_such_a_file() -> None:
    entries = read_catalog_file(str(MENU))
    assert [entry.product.sku for entry in entries][:2] == ["margherita", "diavola"]
    assert all(entry.stock for entry in entries)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    assert read_catalog(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == read_catalog(GOOD.encode())


PRICE = '"unit_price": 800'
SIZE = '"name": "size"'
SMALL = '"small": 0'
NO_SKUS = ("Pizza", "", "-pizza", "p" * 65, "pizza\n", "pìzza", 7)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (PRICE, '"unit_price": 800.0', 7, "whole number from 0 to 99999999, not 800.0"),
        *((PRICE, f'"unit_price": {given}', 7, f"not {given}") for given in ("true", -1, 100000000, "null")),
        (PRICE, '"unit_price": "800"', 7, "not '800'"),
        (PRICE, '"unit_price": 8e2', 7, "not 800.0"),
        (PRICE, '"unit_price":\n\n-1', 7, "not -1"),
        (PRICE, '"unit_price": NaN', 7, "not JSON: NaN"),
        (PRICE, '"unit_price": -Infinity', 7, "not JSON: -Infinity"),
        (PRICE, '"unit_price": 1e999', 7, "not inf"),
        (PRICE, f'"unit_price": {"9" * 5000}', 7, "a number of 5000 digits"),
        (PRICE, '"unit_price": 0800', 7, "',' or '}' is expected, not '8'"),
        (PRICE, '"unit_price": {"amount": 800}', 7, "not an object"),
        (PRICE, '"unit_price": eight', 7, "not JSON: expecting value"),
        (PRICE, '"price": 800', 7, "no field 'price'"),
        (f"{PRICE},", "", 3, "lacks 'unit_price'"),
        (PRICE, f"{PRICE}, {PRICE}", 7, "'unit_price' stands here a second time"),
        ('"stock": 5', '"stock": 1000001', 8, "stock: a whole number from 0 to 1000000"),
        ('"stock": 5', '"stock": false', 8, "not false"),
        ('"stock": 5', '"stock": 5.5', 8, "not 5.5"),
        *(('"sku": "pizza"', f'"sku": {json.dumps(given)}', 4, "sku: ") for given in NO_SKUS),
        ('"sku": "water"', '"sku": "pizza"', 15, "sku 'pizza' stands on line 4 already"),
        ('"name": "Pizza"', '"name": ""', 5, "name: empty"),
        ('"name": "Pizza"', '"name": " Pizza"', 5, "blank"),
        ('"name": "Pizza"', '"name": "Piz\\u0000za"', 5, "U+0000"),
        ('"name": "Pizza"', '"name": "Piz\\nza"', 5, "U+000A"),
        ('"name": "Pizza"', '"name": "\\ud800"', 5, "U+D800"),
        ('"name": "Pizza"', f'"name": "{"x" * 201}"', 5, "201 characters; at most 200"),
        ('"name": "Pizza"', '"name": ["Pizza"]', 5, "text, not a list"),
        ('"name": "Pizza"', '"name": "Pizza', 5, "not JSON"),
        ('"name": "Pizza"', "'name': 'Pizza'", 5, "a name in double quotes is expected"),
        ('"name": "Pizza",', '"name": "Pizza"', 6, "',' or '}' is expected, not '\"'"),
        ('"description": ""', f'"description": "{"x" * 2001}"', 6, "at most 2000"),
        (SIZE, '"name": ""', 10, "name of an option: empty"),
        ('"required": true', '"required": 1', 10, "required: true or false, not 1"),
        ('"multiple": false', '"multiple": "no"', 10, "multiple: true or false, not 'no'"),
        ('"multiple": false', '"multiple": false, "max": 2', 10, "no field 'max'"),
        ('{"small": 0,\n                     "large": 300}', "{}", 11, "0 choices; from 1 to 50"),
        ('{"small": 0,\n                     "large": 300}', '["small"]', 11, "an object, not a list"),
        ('"large": 300', '"small": 300', 12, "'small' stands here a second time"),
        ('"large": 300', '"large": -300', 12, "large: a whole number"),
        ('"large": 300', '"": 300', 12, "name of a choice: empty"),
        (SMALL, f'"{"s" * 201}": 0', 11, "at most 200"),
        ('"options": []', '"options": {}', 15, "options: a list, not an object"),
        ('"options": []}', '"options": []},', 16, "not JSON: expecting value"),
        ('"products"', '"product"', 2, "no field 'product'"),
        ("\n}\n", "\n} x\n", 17, "after the end"),
        ("\n}\n", "\n", 16, "the end of the file"),
    ],
)
def test_a_file_with_anything_wrong_is_refused_with_the_line_that_is_wrong(
    old: str, new: str, line: int, says: str
) -> None:
    found, message = refusal(changed(old, new))
    assert (found, message) == (line, message)
    assert says in message


def test_an_option_that_stands_twice_in_a_product_is_refused_with_both_lines() -> None:
    option = '{"name": "size", "required": true, "multiple": false, "choices": {"a": 1}}'
    data = changed('"options": []', f'"options": [{option},\n{option}]')
    assert refusal(data) == (16, "water: option 'size' stands on line 15 already")


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"", 1, "empty"),
        (b" \n\n ", 1, "empty"),
        (b"[]", 1, "the catalog: an object, not a list"),
        (b"null", 1, "not null"),
        (b"{}", 1, "lacks 'products'"),
        (b'{"products": []}', 1, "no products"),
        (b'{"products": [7]}', 1, "a product: an object, not 7"),
        (b'{"products":\n[\n"\xff"]}', 3, "not UTF-8: byte 0xff"),
        ('{"products": []}'.encode("utf-16"), 1, "not UTF-8"),
        (b"[" * 100_000, 1, "nested more than 20"),
        (b'{"a":' * 100_000, 1, "nested more than 20"),
        (b"\x00\x01\x02", 1, "not JSON"),
        (b" " * (MAX_FILE_BYTES + 1), 1, "larger than"),
    ],
)
def test_what_is_no_catalog_at_all_is_refused(data: bytes, line: int, says: str) -> None:
    found, message = refusal(data)
    assert found == line
    assert says in message


def many(count: int, **fields: Any) -> bytes:
    rows = [
        {"sku": f"sku-{number}", "name": "N", "description": "", "unit_price": 1, "options": []} | fields
        for number in range(count)
    ]
    return ('{"products": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]}").encode()


def test_a_thousand_products_are_taken_and_one_more_is_refused() -> None:
    assert len(read_catalog(many(1000))) == 1000
    assert refusal(many(1001)) == (1002, "more than 1000 products")


def test_a_product_that_no_transaction_could_hold_with_others_is_refused() -> None:
    option = {"required": False, "multiple": True, "choices": {f"c{n}" * 20: 1 for n in range(50)}}
    options = [option | {"name": f"o{number}"} for number in range(10)]
    line, message = refusal(many(1, options=options))
    assert line == 2
    assert "at most 30000" in message


def test_a_catalog_that_no_answer_could_show_is_refused_at_the_product_that_is_too_many() -> None:
    data = many(900, description="è" * 2000)
    assert len(data) > MAX_FILE_BYTES or "at most 5000000" in refusal(data)[1]
    data = json.dumps(json.loads(data), ensure_ascii=False, indent=0).encode()
    assert len(data) < MAX_FILE_BYTES
    assert "at most 5000000" in refusal(data)[1]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_bytes_they_are_refused_and_break_nothing(data: bytes) -> None:
    line, message = refusal(data)
    assert line >= 1
    assert message


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 40))
def test_a_file_with_a_piece_missing_is_a_catalog_or_refused(start: int, length: int) -> None:
    data = (GOOD[:start] + GOOD[start + length :]).encode()
    try:
        found = len(read_catalog(data))
    except Wrong as wrong:
        found = wrong.line
    assert 1 <= found <= GOOD.count("\n")


def test_a_refusal_names_the_file_as_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "menu.json"
    file.write_bytes(changed(PRICE, '"unit_price": -1'))
    with pytest.raises(FileRefused) as caught:
        read_catalog_file(str(file))
    assert str(caught.value).startswith(f"{file}:7: pizza: unit_price: ")


def test_what_cannot_be_read_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("nothing", "pipe", ".", "x" * 5000, "nul\0"):
        with pytest.raises(CommandError):
            read_catalog_file(f"{tmp_path}/{name}")


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as huge:
        huge.truncate(1 << 40)
    with pytest.raises(FileRefused, match=f"{file}:1: the file is larger than {catalog_file.MAX_FILE_BYTES}"):
        read_catalog_file(str(file))

"""Sizes and request units, by hand from the rules and examples of DynamoDB's developer guide."""

from typing import Any

import pytest

from bench.charging import Touched, charge, charge_page
from bench.tables import Table
from bench.units import Index, batch_read_units, index_units, item_size, read_units, write_units

KB = 1024
BY_COLOUR = Index("by_colour", frozenset({"colour"}), frozenset({"id", "colour"}))
SHOES = Table("Shoes", ("id",), (BY_COLOUR,))


def sized(size: int) -> dict[str, Any]:
    """An item of so many bytes: a name of one and text."""
    return {"a": {"S": "x" * (size - 1)}}


def shoe(colour: str | None, size: int = 7) -> dict[str, Any]:
    item: dict[str, Any] = {"id": {"S": "1"}, "size": {"N": str(size)}}
    return item | ({"colour": {"S": colour}} if colour else {})


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "abc"}, 3),
        ({"S": "Napolì"}, 7),  # UTF-8 bytes, not letters
        ({"N": "7"}, 2),  # a byte per two significant digits, and one
        ({"N": "1234"}, 3),
        ({"N": "12345"}, 4),
        ({"N": "1200"}, 2),  # trailing zeroes are trimmed
        ({"N": "0.0012"}, 2),  # leading ones as well
        ({"N": "0"}, 1),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"B": b"1234"}, 4),
        ({"L": []}, 3),
        ({"M": {}}, 3),
        ({"L": [{"S": "ab"}, {"N": "7"}]}, 3 + (1 + 2) + (1 + 2)),
        ({"M": {"amount": {"N": "2660"}, "currency": {"S": "EUR"}}}, 3 + (1 + 6 + 3) + (1 + 8 + 3)),
        ({"SS": ["ab", "c"]}, 3),
    ],
)
def test_the_size_of_a_value_follows_from_its_type(value: dict[str, Any], size: int) -> None:
    assert item_size({"name": value}) == len("name") + size


@pytest.mark.parametrize(("size", "units"), [(1, 1), (KB, 1), (KB + 1, 2), (3 * KB, 3)])
def test_a_write_is_rounded_up_to_whole_kilobytes_and_doubled_in_a_transaction(size: int, units: int) -> None:
    assert write_units(None, sized(size)) == units
    assert write_units(None, sized(size), transactional=True) == 2 * units


def test_a_write_is_paid_by_the_larger_of_what_was_and_what_is() -> None:
    assert write_units(sized(3 * KB), sized(10)) == 3
    assert write_units(sized(10), sized(2 * KB)) == 2
    assert write_units(sized(2 * KB), None) == 2
    assert write_units(None, None) == 1


@pytest.mark.parametrize(
    ("size", "strong", "eventual", "transactional"),
    [(0, 1, 0.5, 2), (3584, 1, 0.5, 2), (4 * KB, 1, 0.5, 2), (8 * KB, 2, 1, 4), (10 * KB, 3, 1.5, 6)],
)
def test_a_read_is_rounded_up_to_four_kilobytes(
    size: int, strong: float, eventual: float, transactional: float
) -> None:
    assert read_units(size, consistent=True) == strong
    assert read_units(size) == eventual
    assert read_units(size, transactional=True) == transactional


def test_each_item_of_a_batch_is_rounded_by_itself() -> None:
    """The guide's example: 1.5 KB and 6.5 KB are 4 KB + 8 KB."""
    assert batch_read_units([sized(1536), sized(6656)], consistent=True) == 3


def test_a_page_is_rounded_as_a_whole() -> None:
    call = charge_page(
        "Query", {"TableName": "t", "ConsistentRead": True}, [sized(1536), sized(6656)], {"t": SHOES}
    )
    assert call.reads == {"Shoes": 2}


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (None, shoe(None), 0),  # it has no key of the index
        (None, shoe("red"), 1),  # a put
        (shoe(None), shoe("red"), 1),
        (shoe("red"), shoe(None), 1),  # a delete
        (shoe("red"), shoe("blue"), 2),  # a delete and a put
        (shoe("red", 7), shoe("red", 8), 0),  # nothing that the index holds
        (shoe("red"), None, 1),
    ],
)
def test_an_index_is_paid_for_what_changes_in_it(before: Any, after: Any, units: int) -> None:
    assert index_units(BY_COLOUR, before, after) == units


def test_a_projected_attribute_that_changes_is_one_write_of_the_index() -> None:
    with_size = Index("by_colour", frozenset({"colour"}), None)
    assert index_units(with_size, shoe("red", 7), shoe("red", 8)) == 1


def test_only_the_table_is_doubled_in_a_transaction_and_its_index_is_not() -> None:
    params = {"TransactItems": [{"Put": {"TableName": "t", "Item": shoe("blue")}}]}
    call = charge("TransactWriteItems", params, [Touched(SHOES, shoe("red"), shoe("blue"))])
    assert call.writes == {"Shoes": 2, "Shoes/by_colour": 2}


def test_a_condition_check_is_charged_by_what_stands_there() -> None:
    checked = Touched(SHOES, sized(KB + 1), sized(KB + 1))
    assert charge("TransactWriteItems", {"TransactItems": []}, [checked]).writes == {"Shoes": 4}


def test_a_refused_write_is_charged_too_and_leaves_the_index_alone() -> None:
    refused = Touched(SHOES, shoe("red"), shoe("red"), wanted=sized(2 * KB))
    assert charge("PutItem", {}, [refused]).writes == {"Shoes": 2}


def test_a_transactional_read_is_doubled_item_by_item() -> None:
    found, missing = Touched(SHOES, sized(5 * KB), None), Touched(SHOES, None, None)
    assert charge("TransactGetItems", {}, [found, missing]).reads == {"Shoes": 6}

"""Items are spelt for DynamoDB as boto3 spells them, only faster."""

from decimal import Decimal, Inexact
from enum import StrEnum
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.write import pack, unpack


class _Word(StrEnum):
    OPEN = "OPEN"


_NUMBERS = st.integers(-(10**38) + 1, 10**38 - 1)
_TEXT = st.text(max_size=5)
_PLAIN = st.none() | st.booleans() | _NUMBERS | _TEXT | st.just(_Word.OPEN)
_RARE = (
    st.binary(min_size=1, max_size=5)
    | st.sets(_TEXT, min_size=1, max_size=3)
    | st.sets(_NUMBERS, min_size=1, max_size=3)
    | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1000, max_value=1000)
)
_VALUES = st.recursive(
    _PLAIN | _RARE,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3) | st.tuples(inner, inner)
    ),
    max_leaves=10,
)
_ITEMS = st.dictionaries(st.text(min_size=1, max_size=5), _VALUES, max_size=4)


@given(_ITEMS)
def test_an_item_is_packed_as_boto3_packs_it(item: dict[str, Any]) -> None:
    assert pack(item) == {name: TypeSerializer().serialize(value) for name, value in item.items()}


@given(_ITEMS)
def test_an_item_is_unpacked_as_boto3_unpacks_it(item: dict[str, Any]) -> None:
    """Numbers are equal, whether integers or decimals."""
    stored = {name: TypeSerializer().serialize(value) for name, value in item.items()}

    assert unpack(stored) == {name: TypeDeserializer().deserialize(value) for name, value in stored.items()}


def test_whole_numbers_come_back_as_integers_and_others_as_decimals() -> None:
    found = unpack({"whole": {"N": "12"}, "broken": {"N": "1.5"}, "deep": {"L": [{"M": {"x": {"N": "7"}}}]}})

    assert found == {"whole": 12, "broken": Decimal("1.5"), "deep": [{"x": 7}]}
    assert [type(found["whole"]), type(found["broken"]), type(found["deep"][0]["x"])] == [int, Decimal, int]


@pytest.mark.parametrize("wrong", [1.5, 10**38 + 1, float("nan"), object()])
def test_what_no_item_can_hold_is_refused(wrong: Any) -> None:
    with pytest.raises((TypeError, Inexact)):
        pack({"deep": [{"value": wrong}]})

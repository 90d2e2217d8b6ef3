import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared import ids

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
keys = st.text(string.printable[:95], min_size=1, max_size=255)


@given(keys)
def test_an_owner_and_a_key_always_name_the_same_order(key: str) -> None:
    assert ids.order_id("own_a", key) == ids.order_id("own_a", key)


@given(st.tuples(keys, keys), st.tuples(keys, keys))
def test_no_other_owner_or_key_names_it(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (ids.order_id(*one) == ids.order_id(*other)) == (one == other)


@given(keys)
def test_an_order_id_can_name_an_execution_and_is_known_by_its_shape(key: str) -> None:
    order_id = ids.order_id("own_a", key)
    assert len(order_id) == 36
    assert set(order_id) <= set(string.ascii_lowercase + string.digits + "_")
    assert ids.is_order_id(order_id)


def test_no_other_shape_is_an_order_id() -> None:
    good = ids.order_id("own_a", "k")
    for bad in ("", "ord_", good.upper(), good + "a", good[:-1], good + "\n", f" {good}", "own_" + good[4:]):
        assert not ids.is_order_id(bad)


@given(st.dictionaries(st.text(), json_values))
def test_a_digest_does_not_depend_on_the_order_of_fields(body: dict[str, object]) -> None:
    assert ids.digest(body) == ids.digest(dict(reversed(body.items())))


@given(json_values, json_values)
def test_a_digest_tells_different_values_apart(one: object, other: object) -> None:
    same = repr(one) == repr(other) or one == other
    assert same or ids.digest(one) != ids.digest(other)


def test_what_nothing_determines_is_never_made_twice() -> None:
    for new in (ids.new_owner, ids.new_key, ids.new_receipt):
        assert len({new() for _ in range(500)}) == 500


@pytest.mark.parametrize("other", ["key", "KEY", " Key", "Key "])
def test_keys_that_differ_in_case_or_blanks_are_two_keys(other: str) -> None:
    assert ids.order_id("own_a", "Key") != ids.order_id("own_a", other)
    assert ids.return_id("ord_x", "key\nKey") != ids.return_id("ord_x", f"key\n{other}")

"""What merging carts promises whatever is in them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.cart.cart import Cart, CartFull, Line, merge
from functions.catalog.priced_line import MAX_LINES


def carts_of(owner: str) -> st.SearchStrategy[Cart]:
    ids, skus = st.sampled_from("abcdefgh"), st.sampled_from(["water", "wine"])
    lines = st.builds(Line, ids, skus, st.just({}), st.integers(1, 99))
    return st.lists(lines, unique_by=lambda line: line.line_id).map(
        lambda found: Cart(owner, tuple(found), version=len(found))
    )


mine_carts, guest_carts, other_carts = carts_of("own_me"), carts_of("own_guest"), carts_of("own_other")


def ids(cart: Cart) -> list[str]:
    return [line.line_id for line in cart.lines]


def all_lines(*carts: Cart) -> Counter[str]:
    return Counter(repr(line) for cart in carts for line in cart.lines)


@given(mine_carts, guest_carts)
def test_no_line_is_lost_doubled_or_changed(mine: Cart, guest: Cart) -> None:
    assert all_lines(*merge(mine, guest)) == all_lines(mine, guest)


@given(mine_carts, guest_carts)
def test_my_own_lines_stay_as_they_are_and_come_first(mine: Cart, guest: Cart) -> None:
    merged, _ = merge(mine, guest)
    assert merged.lines[: len(mine.lines)] == mine.lines
    assert len(set(ids(merged))) == len(merged.lines)


@given(mine_carts, guest_carts)
def test_exactly_the_lines_whose_id_i_have_stay_with_the_guest(mine: Cart, guest: Cart) -> None:
    merged, left = merge(mine, guest)
    assert set(ids(left)) == set(ids(mine)) & set(ids(guest))
    assert set(ids(merged)) == set(ids(mine)) | set(ids(guest))


@given(mine_carts, guest_carts)
def test_merging_again_changes_nothing_versions_included(mine: Cart, guest: Cart) -> None:
    merged, left = merge(mine, guest)
    assert merge(merged, left) == (merged, left)


@given(mine_carts, guest_carts)
def test_a_version_grows_exactly_when_lines_moved(mine: Cart, guest: Cart) -> None:
    merged, left = merge(mine, guest)
    moved = len(merged.lines) > len(mine.lines)
    assert (merged.version - mine.version, left.version - guest.version) == (moved, moved)


@given(mine_carts, guest_carts, other_carts)
def test_two_guests_in_either_order_leave_me_the_same_line_ids(mine: Cart, guest: Cart, other: Cart) -> None:
    one_way, _ = merge(merge(mine, guest)[0], other)
    other_way, _ = merge(merge(mine, other)[0], guest)
    assert set(ids(one_way)) == set(ids(other_way))
    assert one_way.version - mine.version <= 2


@given(mine_carts, guest_carts, other_carts)
def test_two_guests_who_share_no_line_id_merge_the_same_in_either_order(
    mine: Cart, guest: Cart, other: Cart
) -> None:
    other = Cart(other.owner, tuple(one for one in other.lines if one.line_id not in ids(guest)), 1)
    one_way, _ = merge(merge(mine, guest)[0], other)
    other_way, _ = merge(merge(mine, other)[0], guest)
    assert all_lines(one_way) == all_lines(other_way)
    assert one_way.version == other_way.version


@pytest.mark.parametrize(("mine", "shared", "fits"), [(30, 0, True), (31, 0, False), (45, 15, True)])
def test_what_does_not_fit_is_refused_and_lines_that_stay_do_not_count(
    mine: int, shared: int, fits: bool
) -> None:
    full = Cart("own_me", tuple(Line(str(number), "water", {}, 1) for number in range(mine)), 1)
    start = mine - shared
    guest = Cart("own_guest", tuple(Line(str(start + n), "wine", {}, 1) for n in range(20)), 1)
    if fits:
        assert len(merge(full, guest)[0].lines) == MAX_LINES
    else:
        with pytest.raises(CartFull):
            merge(full, guest)

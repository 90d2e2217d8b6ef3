"""What merging carts promises whatever is in them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.cart.cart import Cart, CartFull, Line, merge
from functions.catalog.priced_line import LINE_ID, MAX_LINES


def carts_of(owner: str) -> st.SearchStrategy[Cart]:
    ids, skus = st.sampled_from("abcdefgh"), st.sampled_from(["water", "wine"])
    lines = st.builds(Line, ids, skus, st.just({}), st.integers(1, 99))
    return st.lists(lines, unique_by=lambda line: line.line_id).map(
        lambda found: Cart(owner, tuple(found), version=len(found))
    )


mine_carts, guest_carts, other_carts = carts_of("own_me"), carts_of("own_guest"), carts_of("own_other")


Said = tuple[str, int]


def ids(cart: Cart) -> list[str]:
    return [line.line_id for line in cart.lines]


def said(cart: Cart) -> list[Said]:
    return sorted((line.sku, line.quantity) for line in cart.lines)


def held_already(mine: Cart, guest: Cart) -> list[Said]:
    """What the guest's lines say that stand in mine already, under the same line_id."""
    return sorted((line.sku, line.quantity) for line in guest.lines if line in mine.lines)


def as_again(guest: Cart, left: Cart) -> Cart:
    """The guest's cart once everything that has left it was put into it again."""
    return replace(left, lines=guest.lines, version=left.version + 1)


@given(mine_carts, guest_carts)
def test_every_line_of_the_guests_leaves_it_and_only_what_i_hold_already_is_dropped(
    mine: Cart, guest: Cart
) -> None:
    merged, left = merge(mine, guest)
    assert left.lines == ()
    assert sorted(said(merged) + held_already(mine, guest)) == sorted(said(mine) + said(guest))


@given(mine_carts, guest_carts)
def test_my_own_lines_stay_as_they_are_and_come_first(mine: Cart, guest: Cart) -> None:
    merged, _ = merge(mine, guest)
    assert merged.lines[: len(mine.lines)] == mine.lines
    assert len(set(ids(merged))) == len(merged.lines)


@given(mine_carts, guest_carts)
def test_a_line_whose_id_mine_lacks_keeps_it(mine: Cart, guest: Cart) -> None:
    merged, _ = merge(mine, guest)
    assert {line for line in map(str, guest.lines)} - {line for line in map(str, merged.lines)} == {
        str(line) for line in guest.lines if line.line_id in ids(mine) and line not in mine.lines
    }


@given(mine_carts, guest_carts)
def test_merging_again_changes_nothing_versions_included(mine: Cart, guest: Cart) -> None:
    merged, left = merge(mine, guest)
    assert merge(merged, left) == (merged, left)


@given(mine_carts, guest_carts)
def test_the_same_lines_put_in_by_the_guest_again_are_known_and_add_nothing(mine: Cart, guest: Cart) -> None:
    merged, left = merge(mine, guest)
    again, left_again = merge(merged, as_again(guest, left))
    assert (again, left_again.lines) == (merged, ())


@given(mine_carts, guest_carts)
def test_a_version_grows_exactly_when_its_cart_changed(mine: Cart, guest: Cart) -> None:
    merged, left = merge(mine, guest)
    assert merged.version - mine.version == (merged.lines != mine.lines)
    assert left.version - guest.version == bool(guest.lines)


@given(mine_carts, guest_carts, other_carts)
def test_two_guests_in_either_order_bring_me_the_same_goods_but_for_what_i_held_already(
    mine: Cart, guest: Cart, other: Cart
) -> None:
    other = replace(other, lines=tuple(one for one in other.lines if one not in guest.lines))
    one_way, _ = merge(merge(mine, guest)[0], other)
    other_way, _ = merge(merge(mine, other)[0], guest)
    assert said(one_way) == said(other_way)


def line(line_id: str, sku: str = "water", quantity: int = 1) -> Line:
    return Line(line_id, sku, {}, quantity)


def test_a_line_that_was_moved_and_then_changed_by_me_is_not_what_the_guest_puts_in_again() -> None:
    mine, guest = Cart("own_me", (line("1"),), 1), Cart("own_guest", (line("1", "wine"),), 1)
    merged, left = merge(mine, guest)
    changed = merged.with_line(replace(merged.lines[1], quantity=5))

    again, _ = merge(changed, as_again(guest, left))

    assert said(again) == [("water", 1), ("wine", 1), ("wine", 5)]
    assert merge(again, as_again(guest, left))[0] == again


def test_two_guests_whose_lines_say_the_same_under_an_id_that_i_use_bring_a_line_each() -> None:
    mine = Cart("own_me", (line("1"),), 1)
    for guest in ("own_guest", "own_other"):
        mine, _ = merge(mine, Cart(guest, (line("1", "wine"),), 1))
    assert said(mine) == [("water", 1), ("wine", 1), ("wine", 1)]


def test_an_id_made_for_a_line_can_be_used_like_any_other() -> None:
    merged, _ = merge(Cart("own_me", (line("1"),), 1), Cart("own_guest", (line("1", "wine"),), 1))
    assert re.fullmatch(LINE_ID, merged.lines[1].line_id)


@pytest.mark.parametrize(
    ("mine", "same", "different", "fits"),
    [(30, 0, 20, True), (30, 0, 21, False), (45, 15, 5, True), (45, 15, 6, False), (50, 50, 0, True)],
)
def test_what_does_not_fit_is_refused_and_what_i_hold_already_takes_no_place(
    mine: int, same: int, different: int, fits: bool
) -> None:
    full = Cart("own_me", tuple(line(str(number)) for number in range(mine)), 1)
    lines = (*full.lines[:same], *(line(str(number), "wine") for number in range(same, same + different)))
    guest = Cart("own_guest", lines, 1)
    if fits:
        assert len(merge(full, guest)[0].lines) == mine + different <= MAX_LINES
    else:
        with pytest.raises(CartFull):
            merge(full, guest)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.cart.cart import Cart, CartFull, Line
from functions.cart.pricing import WithdrawnLine, price
from functions.catalog.product import Choice, Offer, Option, Product
from functions.shared.money import Money
from tests.orders import total

SIZE = Option("size", True, False, (Choice("S", Money(0)), Choice("L", Money(300))))
PIZZA = Product("pizza", "Pizza", "", Money(800), (SIZE,))
WATER = Product("water", "Water", "", Money(250), ())
OFFER = Offer({"pizza": PIZZA, "water": WATER}, {"gone": "Once loved"})
line_ids = st.sampled_from(["a", "b", "c", "d"])
sizes = st.fixed_dictionaries({"size": st.sampled_from("SL")})
lines = st.one_of(
    st.builds(Line, line_ids, st.just("water"), st.just({}), st.integers(1, 99)),
    st.builds(Line, line_ids, st.just("pizza"), sizes, st.integers(1, 99)),
)
carts = st.lists(lines, unique_by=lambda line: line.line_id).map(
    lambda found: Cart("own_a", tuple(found), version=len(found))
)


@given(carts, lines)
def test_putting_a_line_twice_is_putting_it_once(cart: Cart, line: Line) -> None:
    once = cart.with_line(line)
    assert once.with_line(line) is once


@given(carts, lines)
def test_a_put_touches_no_other_line_and_moves_none(cart: Cart, line: Line) -> None:
    changed = cart.with_line(line)
    places = [one.line_id for one in cart.lines]
    kept = [one.line_id for one in changed.lines]
    assert kept == (places if line.line_id in places else [*places, line.line_id])
    for before in cart.lines:
        assert before in changed.lines or before.line_id == line.line_id


@given(carts, lines)
def test_the_version_grows_by_one_exactly_when_the_lines_change(cart: Cart, line: Line) -> None:
    for changed in (cart.with_line(line), cart.without_line(line.line_id)):
        assert changed.version - cart.version == (changed.lines != cart.lines)


@given(carts, lines)
def test_a_line_taken_out_is_gone_and_taking_it_out_again_changes_nothing(cart: Cart, line: Line) -> None:
    gone = cart.with_line(line).without_line(line.line_id)
    assert all(one.line_id != line.line_id for one in gone.lines)
    assert gone.without_line(line.line_id) is gone


@given(carts)
def test_the_total_is_the_sum_of_the_lines_in_whatever_order_they_stand(cart: Cart) -> None:
    forwards = total(price(cart.lines, OFFER).offered)
    assert forwards == total(price(cart.lines[::-1], OFFER).offered)
    assert forwards.amount == sum(
        one.quantity * (250 if one.sku == "water" else 1100 if one.options["size"] == "L" else 800)
        for one in cart.lines
    )


def test_a_cart_holds_fifty_lines_and_a_full_one_can_still_be_changed() -> None:
    full = Cart("own_a", tuple(Line(str(number), "water", {}, 1) for number in range(50)), 50)
    with pytest.raises(CartFull):
        full.with_line(Line("one more", "water", {}, 1))
    assert full.with_line(Line("7", "water", {}, 2)).version == 51


def test_what_is_no_longer_offered_as_chosen_stays_in_its_place_without_a_price() -> None:
    lines = (
        Line("a", "gone", {}, 1),
        Line("b", "water", {}, 2),
        Line("c", "pizza", {"size": "XL"}, 3),
        Line("d", "pizza", {}, 1),
        Line("e", "unheard of", {}, 1),
    )
    cart = price(lines, OFFER)
    assert [line.line_id for line in cart.lines] == ["a", "b", "c", "d", "e"]
    assert [line.line_id for line in cart.offered] == ["b"]
    assert total(cart.offered) == Money(500)
    assert cart.withdrawn == (
        WithdrawnLine("a", "gone", "Once loved", {}, 1),
        WithdrawnLine("c", "pizza", "Pizza", {"size": "XL"}, 3),
        WithdrawnLine("d", "pizza", "Pizza", {}, 1),
        WithdrawnLine("e", "unheard of", "unheard of", {}, 1),
    )


def test_an_empty_cart_costs_nothing() -> None:
    assert total(price((), OFFER).offered) == Money(0)

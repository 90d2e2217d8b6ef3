"""Codes that apply and those that do not, delivery, and parts of a quote."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.order import changes
from functions.pricing.discounts import Entered, Why
from functions.pricing.quote import NotDelivered
from functions.pricing.shop import Code, Method, Place, Shop, TaxRate
from functions.pricing.totals import percent
from tests.unit.quotes import (
    AMERICA,
    COURIER,
    DE,
    FR,
    GROSS,
    IT,
    NET,
    NOW,
    PICKUP,
    goods,
    ordered,
    quoted,
    rows,
)

LATER, EARLIER = NOW + timedelta(hours=1), NOW - timedelta(hours=1)

OFFERED = replace(
    GROSS,
    codes=(
        Code("ALONE", rate=1000),
        Code("BEGINS-NOW", amount=100, starts=NOW),
        Code("ENDS-NOW", amount=100, ends=NOW),
        Code("FREESHIP", free_delivery=True, goes_with_others=True),
        Code("LATER", amount=100, starts=LATER),
        Code("MINIMUM", amount=100, minimum=1000),
        Code("PIZZA", amount=100, skus=frozenset({"pizza"}), minimum=1000),
        Code("SOCIABLE", rate=1000, goes_with_others=True),
        Code("TWO", amount=100, goes_with_others=True),
        Code("WHOLE", rate=10_000, goes_with_others=True),
    ),
)


def why(*codes: str, price: int = 1000, sku: str = "cola", method: str | None = None) -> list[Why | None]:
    said = quoted(goods("a", price, sku=sku), shop=OFFERED, codes=codes, method=method).codes
    assert [one.code for one in said] == list(codes)
    return [one.why for one in said]


def test_a_code_is_good_from_when_it_starts_until_before_it_ends() -> None:
    assert why("BEGINS-NOW") == [None]
    assert why("LATER") == [Why.NOT_YET]
    assert why("ENDS-NOW") == [Why.EXPIRED]


def test_a_code_that_the_shop_does_not_have_takes_nothing_off() -> None:
    assert why("NOBODYS") == [Why.UNKNOWN]


def test_a_minimum_is_reached_by_what_it_names_and_not_a_cent_below() -> None:
    assert why("MINIMUM", price=1000) == [None]
    assert why("MINIMUM", price=999) == [Why.MINIMUM_NOT_MET]


def test_a_minimum_is_held_against_the_goods_that_the_code_is_for() -> None:
    lines = goods("a", 900, sku="pizza"), goods("b", 900, sku="cola")
    assert quoted(*lines, shop=OFFERED, codes=("PIZZA",)).codes == (Entered("PIZZA", Why.MINIMUM_NOT_MET, 0),)


def test_a_minimum_is_held_against_goods_before_discounts() -> None:
    two = replace(OFFERED, codes=(*OFFERED.codes, Code("BIG", amount=1, minimum=1000, goes_with_others=True)))
    quote = quoted(goods("a", 1000), shop=two, codes=("SOCIABLE", "BIG"))
    assert [code.applied for code in quote.codes] == [True, True]


def test_a_code_for_other_goods_has_nothing_to_take_off() -> None:
    assert why("PIZZA") == [Why.NOTHING_TO_DISCOUNT]


def test_codes_go_together_only_where_each_says_so() -> None:
    assert why("SOCIABLE", "TWO") == [None, None]
    assert why("ALONE", "TWO") == [None, Why.NOT_WITH_OTHERS]
    assert why("TWO", "ALONE") == [None, Why.NOT_WITH_OTHERS]


def test_a_code_that_is_entered_twice_counts_once() -> None:
    quote = quoted(goods("a", 1000), shop=OFFERED, codes=("SOCIABLE", "SOCIABLE"))
    assert (quote.codes, quote.total) == ((Entered("SOCIABLE", takes_off=100),), 900)


def test_a_code_that_finds_nothing_left_does_not_apply() -> None:
    assert why("TWO", "WHOLE") == [Why.NOTHING_TO_DISCOUNT, None]


def test_delivery_that_costs_nothing_is_made_free_by_no_code() -> None:
    assert why("FREESHIP", method="courier") == [None]
    assert why("FREESHIP", method="pickup") == [Why.NOTHING_TO_DISCOUNT]
    assert why("FREESHIP", method="courier", price=3000) == [Why.NOTHING_TO_DISCOUNT]


def test_the_first_method_that_goes_there_is_taken_where_none_is_chosen() -> None:
    shop = replace(GROSS, delivery=(COURIER, PICKUP))
    for place, method in ((DE, "courier"), (FR, "pickup")):
        delivery = quoted(goods("a", 100), shop=shop, to=place).delivery
        assert delivery is not None
        assert delivery.method == method


@pytest.mark.parametrize("method", ["courier", "balloon"])
def test_a_method_that_does_not_go_there_is_refused_with_those_that_do(method: str) -> None:
    with pytest.raises(NotDelivered) as refused:
        quoted(goods("a", 100), method=method, to=FR)
    assert refused.value.options == (PICKUP,)


def test_what_goes_nowhere_is_refused() -> None:
    with pytest.raises(NotDelivered) as refused:
        quoted(goods("a", 100), shop=replace(GROSS, delivery=(COURIER,)), to=FR)
    assert refused.value.options == ()


def test_a_rate_is_written_without_needless_zeros() -> None:
    assert list(map(percent, (2200, 550, 725, 5))) == ["22%", "5.5%", "7.25%", "0.05%"]


def test_a_part_of_a_discounted_line_keeps_its_share_of_discount_and_tax() -> None:
    three = goods("a", 333, 3)
    quote = quoted(three, shop=NET, codes=("FIVER",), method="courier")
    # 999 - 500 = 499, its tax 109.78; the courier's 107.8. A third of 499 is 166.33, of 110 it is 36.67.
    assert (quote.lines[0].net, quote.lines[0].tax, quote.total) == (499, 110, 499 + 110 + 490 + 108)
    assert rows(ordered(quote, [three]).totals_of({"a": 1})) == [
        ("items", 333),
        ("discount", -167),
        ("delivery", 490),
        ("VAT 22%", 37 + 108),
        ("total", 166 + 37 + 490 + 108),
    ]


def test_a_line_that_comes_back_in_three_parts_comes_back_whole() -> None:
    three = goods("a", 100, 3)
    placed = ordered(quoted(three, codes=("CENT",)), [three])  # 299: 99.67, 199.33, 299
    parts = [placed.value_of({"a": 1}, {"a": before}).amount for before in range(3)]
    assert parts == [100, 99, 100]


def test_what_is_left_of_a_part_is_rounded_by_itself_and_not_what_was_taken_off() -> None:
    two = goods("a", 100, 2)
    assert ordered(quoted(two, codes=("CENT",)), [two]).due({"a": 1}).amount == 100  # 199: 99.5


def test_delivery_is_due_with_the_first_unit_that_needs_it_and_with_no_other() -> None:
    lines = goods("a", 100, 2), replace(goods("b", 100), needs_delivery=False)
    placed = ordered(quoted(*lines, method="courier"), lines)
    due = [placed.due(units).amount for units in ({"b": 1}, {"a": 1}, {"a": 2, "b": 1}, {})]
    assert due == [100, 100 + 490, 300 + 490, 0]


EXPRESS = Method("express", "Express", 1190, frozenset({"IT"}))


@pytest.mark.parametrize(
    ("method", "codes", "included", "back"),
    [
        ("pickup", (), True, 0),
        ("courier", (), True, 490),
        ("express", (), True, 490),
        ("express", (), False, 490 + 108),  # 22 %: 107.8
        ("express", ("FREESHIP",), True, 0),
    ],
)
def test_of_delivery_as_much_comes_back_as_the_least_expensive_way_costs(
    method: str, codes: tuple[str, ...], included: bool, back: int
) -> None:
    shop = replace(GROSS, delivery=(PICKUP, EXPRESS, COURIER), prices_include_tax=included)
    delivery = quoted(goods("a", 1000), shop=shop, codes=codes, method=method, to=IT).delivery
    assert delivery is not None
    assert delivery.standard == back


def test_where_standard_delivery_is_free_nothing_comes_back() -> None:
    shop = replace(GROSS, delivery=(EXPRESS, COURIER))
    delivery = quoted(goods("a", 3000), shop=shop, method="express", to=IT).delivery
    assert delivery is not None
    assert (delivery.net, delivery.standard) == (1190, 0)


@pytest.mark.parametrize("region", ["NY", "ny", " Ny "])
def test_a_region_has_its_rate_however_it_is_written(region: str) -> None:
    lines = (goods("a", 1000),)
    expected, found = (quoted(*lines, shop=AMERICA, to=Place("US", one)) for one in ("NY", region))
    assert expected.total > 1000
    assert found.total == expected.total


@pytest.mark.parametrize(("chosen", "paid", "back"), [("slow", 610, 572), ("fast", 572, 572)])
def test_each_way_is_held_against_the_others_with_its_own_tax(chosen: str, paid: int, back: int) -> None:
    """The one that costs less before tax costs more with it."""
    there = frozenset({"AT"})
    ways = Method("slow", "Slow", 500, there), Method("fast", "Fast", 550, there, tax_class="ship")
    taxes = TaxRate(2200, "AT"), TaxRate(400, "AT", tax_class="ship")
    shop = Shop(IT, prices_include_tax=False, tax_name="VAT", taxes=taxes, delivery=ways)
    delivery = quoted(goods("a", 1000), shop=shop, method=chosen, to=Place("AT")).delivery
    assert delivery
    assert (delivery.net + delivery.tax, delivery.standard) == (paid, back)


def test_a_way_that_does_not_go_there_makes_no_standard() -> None:
    shop = replace(GROSS, delivery=(replace(COURIER, countries=frozenset({"DE"})), EXPRESS))
    delivery = quoted(goods("a", 1000), shop=shop, method="express", to=IT).delivery
    assert delivery is not None
    assert delivery.standard == 1190


def test_events_tell_what_of_an_order_is_discount_delivery_and_tax() -> None:
    """Of one pizza of two, too, and never more than there is."""
    two = goods("a", 1000, 2)
    placed = ordered(quoted(two, shop=NET, codes=("TEN",), method="courier", to=IT), [two])
    told = {name: amount["amount"] for name, amount in placed.quoted_of({"a": 1}).items()}
    assert told == {"discount": 100, "delivery": 490, "tax": 198 + 108}  # 22 % of 900, 107.8
    assert changes.placed(placed).data["tax"]["amount"] == 396 + 108
    assert ordered(quoted(two, shop=Shop()), [two]).quoted_of({"a": 2}) == {}

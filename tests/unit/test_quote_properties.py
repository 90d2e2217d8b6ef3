"""Any cart of any shop: no cent is lost or made on the way from goods to total and back."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from functions.order.lines import added
from functions.pricing.quote import Goods, Quote, Wishes, quote
from functions.pricing.rounding import half_up, part, spread, tax_on, tax_within
from functions.pricing.shop import Code, Method, Place, Shop, TaxRate
from tests.unit.quotes import NOW, ordered

SKUS = ("pizza", "cola", "book")
CLASSES = ("standard", "reduced")
PLACE = Place("IT")

rates = st.integers(0, 10_000)
amounts = st.integers(0, 10**6)
steps = st.sampled_from([1, 10, 100])


@st.composite
def a_code(draw: st.DrawFn, name: str) -> Code:
    rate, amount = draw(st.one_of(st.tuples(rates, st.none()), st.tuples(st.none(), amounts)))
    skus = draw(st.frozensets(st.sampled_from(SKUS)))
    free = draw(st.booleans())
    return Code(
        name,
        rate=None if free else rate,
        amount=None if free else amount,
        free_delivery=free,
        skus=skus,
        minimum=draw(st.sampled_from([0, 1000])),
        goes_with_others=draw(st.booleans()),
    )


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    free_from = draw(st.none() | amounts)
    courier = Method("courier", "Courier", draw(amounts), frozenset({"IT"}), free_from=free_from)
    return Shop(
        PLACE,
        prices_include_tax=draw(st.booleans()),
        tax_name="VAT",
        taxes=tuple(TaxRate(draw(rates), "IT", tax_class=name) for name in CLASSES),
        delivery=draw(st.sampled_from([(), (courier,)])),
        codes=tuple(draw(a_code(name)) for name in "ABCDE"),
    )


@st.composite
def carts(draw: st.DrawFn) -> list[Goods]:
    return [
        Goods(
            f"line-{number}",
            draw(st.sampled_from(SKUS)),
            draw(st.integers(1, 99)),
            draw(amounts),
            draw(st.sampled_from(CLASSES)),
            draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


codes = st.permutations("ABCDE").flatmap(lambda all_: st.integers(0, 5).map(lambda n: tuple(all_[:n])))


def quoted(goods: Sequence[Goods], shop: Shop, entered: tuple[str, ...], step: int = 1) -> Quote:
    return quote(goods, shop, Wishes(entered), NOW, step)


@given(carts(), shops(), codes, steps)
def test_rows_and_lines_add_up_to_the_total(
    goods: list[Goods], shop: Shop, entered: tuple[str, ...], step: int
) -> None:
    made = quoted(goods, shop, entered, step)
    taxes, nets = sum(line.tax for line in made.lines), sum(line.net for line in made.lines)
    if made.delivery:
        taxes, nets = taxes + made.delivery.tax, nets + made.delivery.net
    assert made.total == nets + (0 if made.tax_included else taxes)
    assert sum(row.amount for row in made.totals() if row.type == "tax") == taxes
    assert all(row.amount % step == 0 for row in made.totals())


@given(carts(), shops(), codes, steps)
def test_a_discount_never_takes_more_than_a_line_costs(
    goods: list[Goods], shop: Shop, entered: tuple[str, ...], step: int
) -> None:
    for line in quoted(goods, shop, entered, step).lines:
        assert 0 <= line.discount <= line.subtotal
        assert 0 <= line.tax <= line.net


@given(carts(), shops(), codes, st.data())
def test_the_order_of_lines_is_irrelevant(
    goods: list[Goods], shop: Shop, entered: tuple[str, ...], data: st.DataObject
) -> None:
    made, other = (quoted(lines, shop, entered) for lines in (goods, data.draw(st.permutations(goods))))
    assert {line.line_id: line for line in other.lines} == {line.line_id: line for line in made.lines}
    assert (other.totals(), other.codes) == (made.totals(), made.codes)


@given(carts(), shops(), codes, st.data())
def test_a_line_in_two_costs_the_same_but_for_the_rounding_of_its_tax(
    goods: list[Goods], shop: Shop, entered: tuple[str, ...], data: st.DataObject
) -> None:
    """Before tax nothing differs. A cent of a discount may lie on another line, for each code; and each
    line's tax is rounded once. Of several codes each is for all goods here: one for some of them works on
    what the others' cents left of these."""
    if len(entered) > 1:
        shop = replace(shop, codes=tuple(replace(code, skus=frozenset()) for code in shop.codes))
    first, *others = goods
    units = data.draw(st.integers(0, first.quantity))
    two = [
        replace(first, line_id=f"{first.line_id}{half}", quantity=quantity)
        for half, quantity in (("a", units), ("b", first.quantity - units))
        if quantity
    ]
    whole, split = quoted(goods, shop, entered), quoted([*two, *others], shop, entered)

    def before_tax(of: Quote) -> list[tuple[str, int]]:
        return [(row.type, row.amount) for row in of.totals() if row.type not in ("tax", "total")]

    assert before_tax(whole) == before_tax(split)
    assert whole.codes == split.codes
    if whole.tax_included:
        assert whole.total == split.total
    assert abs(whole.total - split.total) <= len(split.lines) * (1 + len(entered))


@given(amounts, rates)
def test_tax_that_was_added_is_the_tax_that_is_included(net: int, rate: int) -> None:
    tax = tax_on(net, rate)
    assert tax_within(net + tax, rate) == tax


@given(amounts, rates)
def test_tax_that_is_included_is_within_a_cent_the_tax_that_would_be_added(gross: int, rate: int) -> None:
    """A price that no whole net price comes to cannot do better."""
    tax = tax_within(gross, rate)
    assert abs(tax_on(gross - tax, rate) - tax) <= 1


@given(carts(), shops(), codes, st.data())
def test_however_lines_come_back_exactly_what_was_paid_for_them_is_refunded(
    goods: list[Goods], shop: Shop, entered: tuple[str, ...], data: st.DataObject
) -> None:
    order = ordered(quoted(goods, shop, entered), goods)
    back: dict[str, int] = {}
    refunded = 0
    while back != order.ordered:
        left = {one.line_id: one.quantity - back.get(one.line_id, 0) for one in goods}
        some = {line: data.draw(st.integers(0, units)) for line, units in left.items()}
        some = some if any(some.values()) else left
        part = order.value_of(some, back).amount
        assert part >= 0
        refunded += part
        back = added(back, some)
    assert refunded == sum(line.paid.amount for line in order.lines)


@given(carts(), shops(), codes)
def test_an_order_is_due_as_it_was_quoted(goods: list[Goods], shop: Shop, entered: tuple[str, ...]) -> None:
    made = quoted(goods, shop, entered)
    order = ordered(made, goods)
    assert order.totals_of(order.ordered) == made.totals()
    assert order.due({}).amount == 0


@given(carts(), shops(), codes, st.data())
def test_a_part_of_an_order_is_never_dearer_than_more_of_it(
    goods: list[Goods], shop: Shop, entered: tuple[str, ...], data: st.DataObject
) -> None:
    order = ordered(quoted(goods, shop, entered), goods)
    some = {one.line_id: data.draw(st.integers(0, one.quantity)) for one in goods}
    assert 0 <= order.due(some).amount <= order.total.amount
    assert all(0 <= line.discount <= line.subtotal for line in order.lines_of(some))


@given(st.dictionaries(st.text("abc", max_size=3), st.integers(0, 1000), min_size=1), st.data(), steps)
def test_pieces_add_up_and_are_no_larger_than_what_they_are_taken_from(
    weights: dict[str, int], data: st.DataObject, step: int
) -> None:
    over = {name: weight * step for name, weight in weights.items()}
    amount = data.draw(st.integers(0, sum(weights.values()))) * step
    pieces = spread(amount, over, step)
    assert sum(pieces.values()) == amount
    assert all(0 <= piece <= over[name] and piece % step == 0 for name, piece in pieces.items())


def test_what_is_left_over_goes_to_the_largest_remainder() -> None:
    assert spread(1, {"a": 100, "b": 200}) == {"a": 0, "b": 1}
    assert spread(20, {"a": 300, "b": 300, "c": 400}, 10) == {"a": 10, "b": 0, "c": 10}


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_half_up_is_the_nearest_number_and_the_greater_of_two(numerator: int, denominator: int) -> None:
    distance = 2 * (half_up(numerator, denominator) * denominator - numerator)
    assert -denominator < distance <= denominator


def test_a_part_is_rounded_once_to_the_step() -> None:
    assert part(1250, 1000, 10_000, 10) == 130
    assert part(1249, 1000, 10_000, 10) == 120

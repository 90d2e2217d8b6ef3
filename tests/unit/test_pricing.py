"""Prices of any cart of any products: no cent is lost or made, and the order of lines plays no part."""

from hypothesis import given
from hypothesis import strategies as st

from functions.cart import pricing
from functions.cart.cart import Line
from functions.catalog.priced_line import MAX_QUANTITY, PricedLine
from functions.catalog.product import Choice, Choices, Offer, Option, Product, as_item, from_item
from functions.shared.money import Money
from tests.orders import total

amounts = st.integers(0, 10**7)
names = st.text("abcdef", min_size=1, max_size=3)


@st.composite
def an_option(draw: st.DrawFn, name: str) -> Option:
    choices = draw(st.dictionaries(names, amounts, min_size=1, max_size=4))
    return Option(
        name,
        draw(st.booleans()),
        draw(st.booleans()),
        tuple(Choice(choice, Money(amount)) for choice, amount in choices.items()),
    )


@st.composite
def all_products(draw: st.DrawFn) -> dict[str, Product]:
    skus = draw(st.lists(names, unique=True, min_size=1, max_size=4))
    return {sku: draw(a_product(sku)) for sku in skus}


@st.composite
def a_product(draw: st.DrawFn, sku: str) -> Product:
    options = tuple(draw(an_option(name)) for name in draw(st.lists(names, unique=True, max_size=3)))
    return Product(sku, sku.upper(), "", Money(draw(amounts)), options)


@st.composite
def chosen_from(draw: st.DrawFn, product: Product) -> Choices:
    chosen: Choices = {}
    for option in product.options:
        offered = [choice.name for choice in option.choices]
        if option.multiple:
            picks = draw(st.lists(st.sampled_from(offered), unique=True, min_size=option.required))
            if picks or option.required:
                chosen[option.name] = picks
        elif option.required or draw(st.booleans()):
            chosen[option.name] = draw(st.sampled_from(offered))
    return chosen


@st.composite
def shops(draw: st.DrawFn) -> tuple[dict[str, Product], tuple[Line, ...]]:
    """Products, and lines of them that are all offered as chosen."""
    products = draw(all_products())
    lines = []
    for number in range(draw(st.integers(0, 6))):
        product = products[draw(st.sampled_from(sorted(products)))]
        quantity = draw(st.integers(1, MAX_QUANTITY))
        lines.append(Line(str(number), product.sku, draw(chosen_from(product)), quantity))
    return products, tuple(lines)


def price(lines: tuple[Line, ...], products: dict[str, Product]) -> tuple[PricedLine, ...]:
    """The lines, all of which are offered."""
    cart = pricing.price(lines, Offer(products, {}))
    assert cart.offered == cart.lines
    return cart.offered


def cents(product: Product, chosen: Choices) -> int:
    """One unit's price, added up in the plainest way."""
    surcharges = {
        (option.name, choice.name): choice.surcharge.amount
        for option in product.options
        for choice in option.choices
    }
    picked = [
        (name, pick)
        for name, picks in chosen.items()
        for pick in (picks if isinstance(picks, list) else [picks])
    ]
    return product.unit_price.amount + sum(surcharges[one] for one in picked)


@given(shops())
def test_the_total_is_to_the_cent_what_the_units_cost(
    shop: tuple[dict[str, Product], tuple[Line, ...]],
) -> None:
    products, lines = shop
    expected = sum(cents(products[line.sku], line.options) * line.quantity for line in lines)
    assert total(price(lines, products)).amount == expected


@given(shops(), st.data())
def test_the_order_of_lines_and_of_options_plays_no_part(
    shop: tuple[dict[str, Product], tuple[Line, ...]], data: st.DataObject
) -> None:
    products, lines = shop
    shuffled = tuple(
        Line(line.line_id, line.sku, dict(reversed(line.options.items())), line.quantity)
        for line in data.draw(st.permutations(lines))
    )
    assert total(price(shuffled, products)) == total(price(lines, products))
    assert {one.line_id: one.line_total for one in price(shuffled, products)} == {
        one.line_id: one.line_total for one in price(lines, products)
    }


@given(shops(), st.data())
def test_one_line_costs_what_it_costs_as_two(
    shop: tuple[dict[str, Product], tuple[Line, ...]], data: st.DataObject
) -> None:
    products, lines = shop
    halves = []
    for line in lines:
        part = data.draw(st.integers(0, line.quantity))
        for name, quantity in (("a", part), ("b", line.quantity - part)):
            halves.append(Line(line.line_id + name, line.sku, line.options, quantity))
    assert total(price(tuple(halves), products)) == total(price(lines, products))


@given(shops())
def test_what_a_customer_is_shown_adds_up(shop: tuple[dict[str, Product], tuple[Line, ...]]) -> None:
    products, lines = shop
    shown = [line.as_dict() for line in price(lines, products)]
    whole = total(pricing.price(lines, Offer(products, {})).offered)
    assert whole.amount == sum(line["line_total"]["amount"] for line in shown)
    for line in shown:
        assert line["line_total"]["amount"] == line["unit_price"]["amount"] * line["quantity"]


@given(shops())
def test_a_product_costs_the_same_after_being_stored(
    shop: tuple[dict[str, Product], tuple[Line, ...]],
) -> None:
    products, lines = shop
    stored = {sku: from_item(as_item(product)) for sku, product in products.items()}
    assert total(price(lines, stored)) == total(price(lines, products))

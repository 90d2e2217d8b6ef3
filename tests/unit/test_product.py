import pytest

from functions.catalog.product import Choice, Choices, Option, Product, UnknownChoice, as_item, from_item
from functions.shared.money import Money

SIZE = Option("size", True, False, (Choice("regular", Money(0)), Choice("large", Money(300))))
TOPPINGS = Option("toppings", False, True, (Choice("olives", Money(100)), Choice("rocket", Money(150))))
DIPS = Option("dips", True, True, (Choice("garlic", Money(50)), Choice("none", Money(0))))
NOTE = Option("cut", False, False, (Choice("slices", Money(20)),))


def product(*options: Option) -> Product:
    return Product("pizza", "Pizza", "", Money(800), options)


@pytest.mark.parametrize(
    ("chosen", "price"),
    [
        ({"size": "regular"}, 800),
        ({"size": "large"}, 1100),
        ({"size": "regular", "toppings": []}, 800),
        ({"size": "regular", "toppings": ["olives"]}, 900),
        ({"size": "large", "toppings": ["rocket", "olives"]}, 1350),
        ({"size": "large", "cut": "slices"}, 1120),
    ],
)
def test_a_price_is_the_unit_price_and_the_surcharge_of_every_choice(chosen: Choices, price: int) -> None:
    assert product(SIZE, TOPPINGS, NOTE).price(chosen) == Money(price)


def test_a_product_without_options_costs_its_unit_price() -> None:
    assert product().price({}) == Money(800)


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param({}, id="required option left out"),
        pytest.param({"size": "huge"}, id="unknown choice"),
        pytest.param({"size": ["large"]}, id="a list where one is asked for"),
        pytest.param({"size": "large", "toppings": "olives"}, id="one where a list is asked for"),
        pytest.param({"size": "large", "toppings": ["olives", "olives"]}, id="a choice twice"),
        pytest.param({"size": "large", "toppings": ["ham"]}, id="unknown choice in a list"),
        pytest.param({"size": "large", "colour": "red"}, id="unknown option"),
    ],
)
def test_what_is_not_offered_has_no_price(chosen: Choices) -> None:
    with pytest.raises(UnknownChoice):
        product(SIZE, TOPPINGS).price(chosen)


@pytest.mark.parametrize("chosen", [{}, {"dips": []}])
def test_a_required_list_needs_at_least_one_choice(chosen: Choices) -> None:
    with pytest.raises(UnknownChoice, match="required"):
        product(DIPS).price(chosen)


def test_a_refusal_names_the_option_and_what_is_offered() -> None:
    with pytest.raises(UnknownChoice, match="'size' offers regular, large; not 'huge'"):
        product(SIZE).price({"size": "huge"})


def test_a_product_survives_being_stored() -> None:
    pizza = product(SIZE, TOPPINGS, DIPS)
    assert from_item(as_item(pizza)) == pizza
    assert from_item(as_item(pizza) | {"position": 7}).position == 7

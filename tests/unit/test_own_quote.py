"""What a shop's own function answers is a quote only if it adds up, member by member; the sample's does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.catalog.product import STANDARD
from functions.pricing.own_quote import MOST, Question, WrongAnswer
from functions.pricing.quote import Goods, Wishes, method_for, quote
from functions.pricing.shop import Code, Place, Shop, Use
from local import own_prices
from tests.unit.quotes import AMERICA, BAHRAIN, DE, GROSS, IT, JAPAN, NET, NOW, goods

Json = dict[str, Any]
Change = Callable[[Json], Any]

PIZZA = goods("p", 850, 20)
WATER = goods("w", 250, 2, "reduced")
DOWNLOAD = Goods("d", "d", 1, 500, STANDARD, needs_delivery=False)


def question(*lines: Goods, shop: Shop = GROSS, step: int = 1, **wished: Any) -> Question:
    wishes = Wishes(**wished)
    return Question(lines, shop, wishes, method_for(lines, shop, wishes), NOW, "EUR", step)


PARTY = question(PIZZA, WATER, codes=("PARTY", "NO"), method="courier", destination=IT)


def right(asked: Question = PARTY) -> Json:
    return own_prices.handle(asked.as_dict(), None)


def line(**changed: Any) -> Change:
    return lambda told: told | {"lines": [told["lines"][0] | changed, told["lines"][1]]}


def delivery(**changed: Any) -> Change:
    return lambda told: told | {"delivery": told["delivery"] | changed}


def of(**changed: Any) -> Change:
    return lambda told: told | changed


def code(**changed: Any) -> Change:
    return lambda told: told | {"codes": [told["codes"][0] | changed, told["codes"][1]]}


WRONG: dict[str, list[Change]] = {
    "total is not what its parts come to": [of(total=right()["total"] + 1), of(total=right()["total"] - 1)],
    "total is not of type int": [of(total="1"), of(total=None), of(total=1.0), of(total=True)],
    "currency is not the shop's": [of(currency="USD"), of(currency=None)],
    "lines are not those of the question": [
        of(lines=[]),
        lambda told: told | {"lines": told["lines"][:1]},
        lambda told: told | {"lines": [told["lines"][0]] * 2},
        lambda told: told | {"lines": [*told["lines"], told["lines"][0]]},
        line(line_id="other"),
    ],
    "sku or quantity is not that of the question": [line(sku="other"), line(quantity=19)],
    "subtotal is not unit_price x quantity": [line(subtotal=765 * 20 - 1)],
    "discount is more than subtotal": [line(discount=765 * 20 + 1)],
    "discount is not from 0": [line(discount=-1)],
    "unit_price is not from 0": [line(unit_price=-765, subtotal=-765 * 20), line(unit_price=MOST + 1)],
    "tax is not that of its tax_rate": [line(tax=1), line(tax_rate=0), delivery(tax=0)],
    "tax_rate is not from 0": [line(tax_rate=10_001), line(tax_rate=-1)],
    "tax_rate is not of type int": [line(tax_rate=22.0)],
    "tax_name is missing": [of(tax_name="")],
    "tax_name is not a short line": [of(tax_name="VAT\nX"), of(tax_name="V" * 21), of(tax_name="  ")],
    "tax_included is not of type bool": [of(tax_included=1)],
    "codes are not those of the question": [
        of(codes=[]),
        code(code="MORE"),
        lambda told: told | {"codes": told["codes"][::-1]},
        lambda told: told | {"codes": [*told["codes"], {"code": "MORE", "why": None}]},
    ],
    "why is an unknown word": [code(why="because")],
    "why is not of type str": [code(why=1)],
    "method is not the one asked for": [delivery(method="pickup"), delivery(method="balloon")],
    "net is not from 0": [delivery(net=-1)],
    "standard is not from 0": [delivery(standard=-1)],
    "standard is more than it costs": [delivery(standard=490 + 12 * 50 + 1)],
    "net is not of type int": [delivery(net=990.5), delivery(net=True)],
    "delivery is not an object of": [of(delivery=None), of(delivery=[]), delivery(name="Courier")],
    "a line is not an object of": [of(lines=["p", "w"]), line(fee=1), of(lines=[{}, {}])],
    "a code is not an object of": [of(codes=["PARTY", "NO"])],
    "the answer is not an object of": [
        of(fee=1),
        lambda told: {name: one for name, one in told.items() if name != "total"},
        lambda told: [told],
        lambda told: None,
        lambda told: "259.13",
    ],
    "lines is not of type list": [of(lines={})],
}


@pytest.mark.parametrize(("why", "change"), [(why, one) for why, all_ in WRONG.items() for one in all_])
def test_an_answer_that_breaks_a_rule_is_refused_by_that_rule(why: str, change: Change) -> None:
    with pytest.raises(WrongAnswer) as refused:
        PARTY.answered(change(right()))
    assert why in str(refused.value)


def test_an_answer_is_taken_as_it_stands_its_lines_in_the_order_of_the_question() -> None:
    told = right()
    quoted = PARTY.answered(told | {"lines": told["lines"][::-1]})
    assert quoted.total == told["total"]
    first, second = quoted.lines
    assert (first.line_id, first.unit_price, first.subtotal, first.discount) == ("p", 765, 15300, 1530)
    assert second.line_id == "w"
    assert [(one.code, one.why) for one in quoted.codes] == [("PARTY", None), ("NO", "unknown")]
    assert quoted.delivery
    assert (quoted.delivery.name, quoted.delivery.net) == ("Courier", 490 + 12 * 50)
    assert quoted.delivery.standard == told["delivery"]["standard"]


def test_what_needs_no_delivery_has_none_and_an_answer_that_charges_for_it_is_refused() -> None:
    asked = question(DOWNLOAD)
    assert asked.answered(right(asked)).delivery is None
    with pytest.raises(WrongAnswer, match="delivery of what needs none"):
        asked.answered(right(asked) | {"delivery": right()["delivery"]})


def test_a_limited_code_of_the_file_that_applies_is_held_and_one_that_is_used_up_must_not_apply() -> None:
    limited = replace(GROSS, codes=(Code("PARTY", rate=1000, uses=10),))
    asked = question(PIZZA, shop=limited, codes=("PARTY",))
    told = right(asked)
    assert asked.answered(told).uses == (Use("PARTY", in_all=True),)

    spent = question(PIZZA, shop=limited.without_uses({"PARTY"}), codes=("PARTY",))
    refused = right(spent)
    assert refused["codes"] == [{"code": "PARTY", "why": "used-up"}]
    assert spent.answered(refused).uses == ()
    with pytest.raises(WrongAnswer, match="a code is used up, and applies"):
        spent.answered(told)


def test_an_amount_that_the_provider_does_not_take_is_refused() -> None:
    asked = question(goods("b", 1500, 3), shop=BAHRAIN, step=10)
    told = right(asked)
    asked.answered(told)
    with pytest.raises(WrongAnswer, match="unit_price is no multiple of the step"):
        asked.answered(told | {"lines": [told["lines"][0] | {"unit_price": 1501, "subtotal": 4503}]})


@pytest.mark.parametrize(
    ("shop", "to"),
    [(GROSS, IT), (NET, DE), (JAPAN, Place("JP")), (AMERICA, Place("US", "NY")), (Shop(), None)],
)
def test_the_sample_quotes_as_the_shops_file_does_where_it_has_no_prices_of_its_own(
    shop: Shop, to: Place | None
) -> None:
    lines = (goods("p", 855, 3), goods("w", 249, 2, "reduced"), goods("b", 99, 1, "books"))
    asked = question(*lines, shop=shop, destination=to)
    assert asked.answered(right(asked)) == quote(lines, shop, asked.wishes, NOW)


def test_what_was_chosen_is_asked_for_and_where_nothing_was_what_is_taken_then() -> None:
    asked = question(PIZZA, codes=("TEN", "TEN")).as_dict()
    assert asked["wishes"] == {
        "codes": ["TEN"],
        "method": "pickup",
        "destination": {"country": "IT", "region": None},
    }
    assert asked["now"] == "2026-11-27T12:00:00.000Z"

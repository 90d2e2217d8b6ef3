"""What follows from the lines of an order: values, what was delivered, what is left."""

from functions.inventory.stock import wanted
from functions.order.lines import added, taken
from functions.shared.money import Money
from tests.orders import line, order

ORDER = order(line("a", 800, 2, sku="pizza"), line("b", 900, sku="pizza"), line("c", 0, 3, sku="napkin"))
ALL = {"a": 2, "b": 1, "c": 3}


def test_units_cost_what_their_lines_were_priced_at() -> None:
    assert ORDER.value_of(ALL) == ORDER.total == Money(2500)
    assert ORDER.value_of({"a": 1, "c": 2}) == Money(800)
    assert ORDER.value_of({}) == Money(0)


def test_a_part_of_an_order_has_only_the_lines_of_which_there_are_units() -> None:
    part = ORDER.lines_of({"a": 1, "b": 0, "c": 3})
    assert [(one.line_id, one.quantity, one.line_total) for one in part] == [
        ("a", 1, Money(800)),
        ("c", 3, Money(0)),
    ]


def test_an_order_is_full_when_nothing_that_was_ordered_is_missing() -> None:
    assert ORDER.in_full(ALL)
    assert not ORDER.in_full({"a": 2, "b": 1})


def test_what_is_left_was_delivered_and_is_not_on_its_way_back() -> None:
    delivered = order(*ORDER.lines, delivered={"a": 2, "b": 1}, returned={"a": 1, "b": 1})
    assert delivered.left == {"a": 1}
    assert delivered.delivered_value == Money(2500)


def test_lines_of_one_sku_are_one_pile_on_the_shelf() -> None:
    assert wanted(ORDER.lines_of({"a": 2, "b": 1, "c": 1})) == {"pizza": 3, "napkin": 1}


def test_quantities_that_come_to_nothing_are_left_out() -> None:
    assert added({"a": 1}, {"b": 2}) == {"a": 1, "b": 2}
    assert taken({"a": 1, "b": 2}, {"a": 1, "b": 1}) == {"b": 1}

"""Which units may come back, and what is paid for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.order.lines import Quantities
from functions.order.order import Order, Status
from functions.returns import claim
from functions.returns.close_return import _changes
from functions.returns.returns import Inspection, InspectionResult, Return, Stage
from functions.shared import ids
from functions.shared.money import Money
from tests.orders import line
from tests.orders import order as an_order

LINES = (line("a", 1075, 3, sku="pizza"), line("b", 850, sku="pizza"), line("c", 333, 9, sku="water"))
ALL = {"a": 3, "b": 1, "c": 9}
PLENTY = 10**9


def order(delivered: Quantities, returned: Quantities) -> Order:
    return an_order(*LINES, status=Status.COMPLETED, version=4, delivered=delivered, returned=returned)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        ({"x": 1}, claim.UnknownLine),
        ({"a": 1, "x": 1}, claim.UnknownLine),
        ({"b": 1}, claim.NothingLeft),
        ({"a": 3}, claim.TooMany),
        ({"c": 9, "a": 1, "b": 1}, claim.NothingLeft),
    ],
)
def test_what_was_not_delivered_or_is_spoken_for_may_not(
    wanted: Quantities, refusal: type[Exception]
) -> None:
    """Line b was not packed; of line a one unit is on its way back already."""
    with pytest.raises(refusal):
        claim.check(order({"a": 3, "c": 9}, {"a": 1}), wanted)


def test_too_many_says_how_many_are_left() -> None:
    with pytest.raises(claim.TooMany) as caught:
        claim.check(order(ALL, {"a": 1}), {"a": 3})
    assert (caught.value.line_id, caught.value.left) == ("a", 2)


def test_all_that_is_left_may_come_back() -> None:
    claim.check(order(ALL, {"a": 1}), {"a": 2, "b": 1, "c": 9})


def test_an_order_of_which_nothing_is_left_says_so() -> None:
    with pytest.raises(claim.NothingLeft, match=r"^$"):
        claim.check(order(ALL, ALL), {"a": 1})


def test_a_refund_is_the_sum_of_unit_prices() -> None:
    assert claim.refund(order(ALL, {}), {"a": 2, "c": 3}, PLENTY) == Money(2 * 1075 + 3 * 333)


def test_a_refund_is_never_more_than_is_left_of_what_was_captured() -> None:
    assert claim.refund(order(ALL, {}), {"a": 2}, 2000) == Money(2000)
    assert claim.refund(order(ALL, {}), {"a": 2}, -5) == Money(0)


@given(st.lists(st.fixed_dictionaries({name: st.integers(0, units) for name, units in ALL.items()})))
def test_refunds_of_whatever_parts_come_to_what_the_parts_cost_together(parts: list[Quantities]) -> None:
    left = dict(ALL)
    paid = 0
    for part in parts:
        taken = {line: min(units, left[line]) for line, units in part.items()}
        paid += claim.refund(order(ALL, {}), taken, PLENTY).amount
        left = {line: left[line] - taken[line] for line in left}
    out = {line: ALL[line] - left[line] for line in left}
    assert paid == claim.refund(order(ALL, {}), out, PLENTY).amount


@pytest.mark.parametrize(
    ("closed", "back"),
    [([ALL], True), ([{"a": 3}, {"b": 1, "c": 9}], True), ([{"a": 3}], False), ([], False)],
)
def test_all_is_back_when_nothing_delivered_is_left(closed: list[Quantities], back: bool) -> None:
    assert claim.all_back(order(ALL, {}), closed) is back


def test_an_order_without_deliveries_is_never_all_back() -> None:
    assert not claim.all_back(order({}, {}), [])


def test_a_return_names_its_order_and_can_name_an_execution() -> None:
    order_id = ids.order_id("own_x", "key")
    return_id = ids.return_id(order_id, "key\n1")

    assert ids.order_of_return(return_id) == order_id
    assert ids.return_id(order_id, "key\n1") == return_id != ids.return_id(order_id, "key\n2")
    assert len(f"{return_id}-99999") <= 80


@pytest.mark.parametrize("text", ["", "ret_", "ord_" + "a" * 32, "ret_" + "a" * 32, "ret_" + "a" * 32 + "_A"])
def test_what_can_name_no_return_names_no_order(text: str) -> None:
    assert ids.order_of_return(text) is None


def returned(return_id: str, stage: Stage, verdict: InspectionResult = InspectionResult.ACCEPTED) -> Return:
    """One unit of line `a`."""
    decision = Inspection(verdict, "ada", "")
    return Return(return_id, "ord_x", stage, "broken", {"a": 1}, Money(1075), "", "", decision)


@pytest.mark.parametrize(
    ("other", "whole"),
    [
        (returned("ret_2", Stage.CLOSED), True),
        (returned("ret_2", Stage.ACCEPTED), False),
        (returned("ret_2", Stage.CLOSED, InspectionResult.REJECTED), False),
    ],
    ids=["closed", "on its way", "turned down"],
)
def test_an_order_is_returned_when_its_last_return_is_closed(other: Return, whole: bool) -> None:
    two_out = order({"a": 2}, {"a": 2})

    made = [one.event.type for one in _changes(two_out, returned("ret_1", Stage.ACCEPTED), [other])]

    assert made == ["ReturnRefunded", *(["OrderReturned"] if whole else [])]

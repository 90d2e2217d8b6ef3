"""Which units may come back, and what is paid for them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.order.lines import OrderLine, Quantities, added
from functions.order.order import Order, Status
from functions.payment.refunds import Account, Refund, RefundState
from functions.pricing.quote import QuotedDelivery
from functions.returns import claim
from functions.returns.close_return import steps_of
from functions.returns.returns import Grant, Inspection, InspectionResult, Return, Stage, Verdict
from functions.shared import ids
from functions.shared.money import Money
from tests.orders import line
from tests.orders import order as an_order


def accept(lines: Quantities | None, off_shelf: Quantities | None = None) -> Verdict:
    return Verdict(InspectionResult.ACCEPTED, lines, off_shelf or {})


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


def test_an_amount_is_the_sum_of_unit_prices() -> None:
    granted = claim.grant(order(ALL, {}), {"a": 2, "c": 3}, PLENTY)
    assert granted == Grant(Money(2 * 1075 + 3 * 333), Money(2 * 1075 + 3 * 333))


@pytest.mark.parametrize(("left", "refund"), [(2000, 2000), (0, 0), (-5, 0)])
def test_a_refund_is_never_more_than_is_left_of_what_was_captured(left: int, refund: int) -> None:
    assert claim.grant(order(ALL, {}), {"a": 2}, left) == Grant(Money(2150), Money(refund))


@given(st.lists(st.fixed_dictionaries({name: st.integers(0, units) for name, units in ALL.items()})))
def test_refunds_of_whatever_parts_come_to_what_the_parts_cost_together(parts: list[Quantities]) -> None:
    whole = order(ALL, {})
    accepted: Quantities = {}
    paid = 0
    for part in parts:
        taken = {line: min(units, ALL[line] - accepted.get(line, 0)) for line, units in part.items()}
        paid += claim.grant(replace(whole, accepted=accepted), taken, PLENTY).amount.amount
        accepted = added(accepted, taken)
    assert paid == claim.grant(whole, accepted, PLENTY).amount.amount


@given(st.integers(1, 10_000), st.lists(st.integers(1, 20), min_size=1, max_size=6))
def test_shares_of_a_line_come_to_the_line_where_a_unit_costs_no_whole_cents(
    amount: int, parts: list[int]
) -> None:
    """As when a discount lies on the line: what is accepted counts on from what was accepted before."""
    units = sum(parts)
    whole = an_order(
        discounted(line("a", amount, units), amount),
        status=Status.COMPLETED,
        version=4,
        delivered={"a": units},
    )
    paid = sum(
        whole.value_of({"a": part}, {"a": sum(parts[:number])}).amount for number, part in enumerate(parts)
    )
    assert paid == amount


def discounted(plain: OrderLine, amount: int) -> OrderLine:
    """A line that costs `amount` in all, whatever its units would."""
    return type("Discounted", (OrderLine,), {"line_total": Money(amount)})(**vars(plain))


@pytest.mark.parametrize(
    ("verdict", "refusal"),
    [
        (accept({"a": 3}), claim.NotAnnounced),
        (accept({"x": 1}), claim.NotAnnounced),
        (accept({"a": 1}, off_shelf={"a": 2}), claim.NotAnnounced),
        (accept({"a": 1}, off_shelf={"b": 1}), claim.NotAnnounced),
        (accept({}), claim.NothingAccepted),
    ],
)
def test_no_more_is_accepted_than_came_and_no_more_put_aside_than_accepted(
    verdict: Verdict, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        claim.accepted({"a": 2, "b": 1}, verdict)


def test_who_names_no_lines_accepts_all_that_came() -> None:
    assert claim.accepted({"a": 2, "b": 1}, accept(None)) == {"a": 2, "b": 1}
    assert claim.accepted({"a": 2, "b": 1}, accept({"b": 1})) == {"b": 1}


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
    decision = Inspection(Verdict(verdict), "ada", "")
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

    done = Account("ord_x", "pi_1", 2150, 1075, {"ret_1": Refund(1075, RefundState.DONE, 1)}, listed=True)

    made = [one.event.type for one in steps_of(two_out, returned("ret_1", Stage.ACCEPTED), [other], done)]

    assert made == ["ReturnRefunded", *(["OrderReturned"] if whole else [])]


@pytest.mark.parametrize(
    ("announced_at", "late"),
    [
        ("2026-11-15T12:00:00.000Z", False),
        ("2026-11-15T12:00:00.001Z", True),
    ],
)
def test_what_is_announced_within_fourteen_days_brings_delivery_back(announced_at: str, late: bool) -> None:
    delivery = QuotedDelivery("courier", "Courier", 490, standard=490)
    whole = replace(order(ALL, {}), delivery=delivery, completed_at="2026-11-01T12:00:00.000Z")
    assert claim.is_late(whole, announced_at) is late
    assert not claim.is_late(replace(whole, delivery=None), announced_at)
    assert claim.is_late(replace(whole, completed_at=None), announced_at)

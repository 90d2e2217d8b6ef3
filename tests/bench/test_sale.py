"""A sale on this machine is held against what was available at every moment of it."""

from typing import Any

import pytest

from bench.flash_sale.crowd import Told
from bench.flash_sale.sale import SKU, Sale
from bench.flash_sale.shelf_history import Change, ShelfHistory

HISTORY = ShelfHistory(
    {0: 1, 1: 1}, [Change(10.0, 0, 0), Change(12.0, 1, 0), Change(14.0, 1, 1), Change(15.0, 1, 0)]
)
"""Two units, gone at 12; one that is given back at 14 and gone again at 15."""


@pytest.mark.parametrize(
    ("begin", "end", "least"),
    [(0, 9, 2), (10, 11, 1), (11, 12, 0), (12.5, 13, 0), (13, 14.5, 0), (14, 14.5, 1), (16, 20, 0)],
)
def test_what_was_available_least_counts_what_stood_there_when_the_time_began(
    begin: float, end: float, least: int
) -> None:
    assert HISTORY.least_between(begin, end) == least


def told(status: int, asked: float, answered: float, **body: Any) -> Told:
    return Told(status, body, began=asked - 1, asked=asked, answered=answered, repeats=0, busy=0)


def sale(*buyers: Told, units: int = 1, sold: int = 1) -> Sale:
    audit = {"ok": True, "violations": [], "stock": {SKU: {"available": 0}}}
    return Sale(units, list(buyers), HISTORY, orders=1, sold=sold, audit=audit)


BOUGHT = told(201, 9, 10)
REFUSED = {"type": "/problems/out-of-stock"}


def test_who_is_refused_while_all_units_are_held_or_sold_is_refused_rightly() -> None:
    assert sale(BOUGHT, told(409, 12.5, 13, **REFUSED)).faults() == []


@pytest.mark.parametrize(("asked", "answered"), [(9, 10.5), (14.2, 14.6)])
def test_who_is_refused_while_a_unit_is_available_is_named(asked: float, answered: float) -> None:
    assert sale(BOUGHT, told(409, asked, answered, **REFUSED)).faults() == [
        "1 were told sold out while a unit was available"
    ]


def test_an_order_that_is_refused_may_have_been_so_since_its_first_request() -> None:
    late = told(409, 14.2, 14.6, order_id="ord", **REFUSED)
    assert sale(BOUGHT, late).faults() == []


def test_a_unit_that_nobody_bought_is_a_fault_and_so_is_one_that_two_bought() -> None:
    assert sale(units=1, sold=0).faults() == []
    assert sale(told(409, 12, 13, **REFUSED), sold=0).faults() == ["0 of 1 units were bought"]
    assert sale(BOUGHT, BOUGHT).faults() == [
        "2 of 1 units were bought",
        "2 buyers were told 201, 1 units are sold",
    ]


def test_whoever_is_told_anything_else_is_a_fault() -> None:
    failed = told(409, 12, 13, type="/problems/checkout-failed")
    assert sale(BOUGHT, failed).faults() == ["1 were told neither of it (all answers: [409])"]

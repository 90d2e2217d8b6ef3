"""What operators are told of sales over HTTP: days as a job has counted them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.operations import sales_store
from functions.operations.count_sales import Sold
from functions.operations.measure_sales import due, measure_sales
from functions.operations.sales_store import DaySold
from functions.shared import clock
from harness.moto.world import PRICE, World
from tests.workflows.operating_by_api import looks

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def measured(shop: World) -> list[str]:
    days: list[str] = shop.invoke("MeasureOrders", {}).answer["days"]
    return days


def test_sales_are_told_as_they_were_counted_and_days_that_nobody_counted_are_named(shop: World) -> None:
    shop.delivered_order()
    shop.relays()
    today = clock.timestamp(clock.now())[:10]
    assert today in measured(shop)

    found = looks(shop, "/ops/sales").json

    assert (found["to"], found["orders"]) == (today, 1)
    assert (found["ordered"], found["charged"], found["refunded"]) == (
        euros(2 * PRICE),
        euros(2 * PRICE),
        euros(0),
    )
    assert found["days"][-1] | {"counted_at": None} == {
        "day": today,
        "counted_at": None,
        "orders": 1,
        "ordered": euros(2 * PRICE),
        "charged": euros(2 * PRICE),
        "refunded": euros(0),
        "unreadable": 0,
    }
    assert len(found["days"]) + len(found["not_counted"]) == 7
    assert found["unreadable"] == []


def test_a_day_is_counted_again_the_sooner_the_newer_it_is(shop: World) -> None:
    every = due(NOW)
    assert (len(every), every[0], every[-1]) == (98, "2026-11-27", "2026-08-22")
    for day in every:
        sales_store.save(DaySold(day, clock.timestamp(NOW), Sold()), NOW)

    assert due(NOW + timedelta(minutes=59)) == []
    assert due(NOW + timedelta(hours=1)) == ["2026-11-27"]
    assert due(NOW + timedelta(hours=6)) == ["2026-11-27", "2026-11-26"]
    assert (
        due(NOW + timedelta(days=1))[:9]
        == [f"2026-11-{day}" for day in range(28, 20, -1)] + ["2026-11-20"][:0]
    )
    assert len(due(NOW + timedelta(days=30))) == 98


def test_a_run_counts_a_few_days_and_the_next_goes_on(shop: World) -> None:
    found = [day for _ in range(3) for day in measure_sales(NOW)]
    assert found == [f"2026-11-{day}" for day in range(27, 18, -1)]


def test_a_later_count_is_not_replaced_by_an_earlier_one(shop: World) -> None:
    day, later = "2026-11-27", NOW + timedelta(hours=1)
    sales_store.save(DaySold(day, clock.timestamp(later), Sold(2, 2, 2, 0)), later)
    sales_store.save(DaySold(day, clock.timestamp(NOW), Sold(1, 1, 1, 0)), NOW)
    assert [one.sold.orders for one in sales_store.between(day, day, {})] == [2]


@pytest.mark.parametrize(
    "query",
    ["from=2026-11-02&to=2026-11-01", "from=2025-01-01&to=2026-01-02", "from=today", "to=2026-02-30"],
)
def test_a_span_that_is_empty_too_long_or_none_is_refused(shop: World, query: str) -> None:
    assert looks(shop, f"/ops/sales?{query}").status == 422


def test_a_year_is_told_by_one_query(shop: World) -> None:
    before = len(shop.runner.invocations)
    found = looks(shop, "/ops/sales?from=2026-01-01&to=2026-12-31").json
    assert len(found["not_counted"]) == 365
    (call,) = [one for one in shop.runner.invocations[before:] if one.name == "OpsMeasures"]
    assert [one for one in call.calls if "Measures" in one or "Query" in one] == call.calls
    assert len(call.calls) == 1

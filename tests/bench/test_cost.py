"""docs/cost.md says what the templates have today, and what docs/performance.md has counted."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bench.cost import counted
from bench.cost.counted import CountedPage, NotCounted
from bench.cost.months import Months, per_order
from bench.cost.page import PAGE, SIZES, render
from bench.page import PAGE as COUNTED
from harness.template import Template


@pytest.fixture(scope="module")
def months(template: Template) -> Months:
    return Months(template, CountedPage(COUNTED.read_text()))


def test_the_page_is_what_its_sections_write(template: Template) -> None:
    written = render(template, COUNTED.read_text())

    assert written.splitlines() == PAGE.read_text().splitlines(), (
        "docs/cost.md is stale: run `python -m bench.cost`"
    )


def test_what_stands_still_costs_the_same_in_every_size(months: Months) -> None:
    assert {months.lines(orders)["standing still"] for orders in SIZES} == {months.standing()}
    assert months.lines(0)["orders"] == 0


def test_ten_times_the_orders_cost_ten_times_what_orders_bring(months: Months) -> None:
    few, many = months.lines(1_000), months.lines(10_000)

    for what in ("orders", "people who look", "what the year's orders left"):
        assert many[what] == 10 * few[what]
    assert per_order(many, 10_000) < per_order(few, 1_000)


def test_a_row_that_the_page_of_the_bench_no_longer_has_is_missed_by_its_name() -> None:
    page = CountedPage(COUNTED.read_text().replace(counted.UNSEEN, "something else"))

    with pytest.raises(NotCounted, match="nobody looking"):
        page.per_million(counted.UNSEEN)


def test_a_schedule_is_counted_by_its_rate(months: Months) -> None:
    times = {(one.function, one.times) for one in months.schedules()}

    assert ("Sweep", 730 * 60) in times


def test_a_copy_in_the_vault_costs_what_it_holds(months: Months) -> None:
    nightly, monthly = months.copies()
    kept = months.kept()

    assert kept[f"{nightly} nightly copies"] == nightly * months.price("vault_gb_month").usd
    assert sum(kept.values()) < nightly + monthly * Fraction(1)


def test_a_dearer_price_is_on_the_page(template: Template, months: Months) -> None:
    before = months.standing()
    dearer = Months(template, CountedPage(COUNTED.read_text()))
    dearer._prices["metric_month"] = replace(dearer.price("metric_month"), usd=Fraction(3))

    assert dearer.standing() > before

"""docs/performance.md says what the code takes today."""

from dataclasses import fields

from bench.assumptions import Assumptions
from bench.bill import Tariff
from bench.counted_page import counted_sections
from bench.counting import Counts
from bench.deployed import read_deployed
from bench.exact import Exact
from bench.growth import Growth
from bench.page import PAGE, headline
from bench.prices import read_prices
from bench.rows import read_rows
from bench.shared_costs import SharedWork
from harness.template import Template


def test_what_the_page_counts_is_what_is_counted_now(
    template: Template, tariff: Tariff, rows: dict[str, Counts], growth: Growth, shared: SharedWork
) -> None:
    bills, page = read_rows(tariff, rows, shared, {}), PAGE.read_text()

    sections = counted_sections(bills, growth, shared, read_prices(), Assumptions(), read_deployed(template))
    stale = [section for section in sections if section not in page]

    assert stale == [], "docs/performance.md is stale: run `make bench`"


def test_the_headline_names_the_row_and_whole_dollars(
    tariff: Tariff, rows: dict[str, Counts], shared: SharedWork
) -> None:
    bill = tariff.bill(rows["to CONFIRMED"], shared, {})

    assert headline(bill) == f"to CONFIRMED per million: ${round(bill.total)}"


def test_nothing_that_is_called_counted_is_a_float(
    tariff: Tariff, rows: dict[str, Counts], shared: SharedWork
) -> None:
    """Sums of floats differ by the Python that adds them; a float anywhere makes the sum one."""
    bills = read_rows(tariff, rows, shared, {})

    lines = [line for bill in (*bills.orders, *bills.beside) for line in bill.lines]
    floats = {
        line.what for line in lines if not (isinstance(line.units, Exact) and isinstance(line.usd, Exact))
    }
    assert floats == set()


def test_every_stated_assumption_but_one_of_cpu_is_exact() -> None:
    stated = Assumptions()

    floats = [one.name for one in fields(stated) if isinstance(getattr(stated, one.name), float)]
    assert floats == ["tls_ms"]

"""docs/performance.md says what the code takes today, and what was measured last."""

import re
from dataclasses import fields
from types import ModuleType

import pytest

from bench import latency_section, memory_section
from bench.assumptions import Assumptions
from bench.bill import Tariff
from bench.counting import Counts
from bench.exact import Exact
from bench.facts import Facts
from bench.measured import FOLDER, read_measured
from bench.page import PAGE, headline, render
from bench.plots import PLOTS, drawn_from
from bench.rows import read_rows
from bench.shared_costs import SharedWork
from harness.template import Template

STALE = "docs/performance.md is stale: run `python -m bench --measured`"
LINK = re.compile(r"!\[[^\]]+\]\(plots/([^)]+)\)")


@pytest.fixture(scope="package")
def facts(template: Template, rows: dict[str, Counts], shared: SharedWork) -> Facts:
    return Facts(template, rows, shared)


def test_the_page_is_what_its_sections_write(facts: Facts) -> None:
    written, page = render(facts).splitlines(), PAGE.read_text().splitlines()

    assert [line for line in written if line not in page] == [], STALE
    assert written == page, STALE


def test_every_plot_of_the_folder_is_linked_and_every_link_shows_one() -> None:
    linked = LINK.findall(PAGE.read_text())

    assert sorted(linked) == sorted(path.name for path in PLOTS.iterdir())
    assert len(linked) == len(set(linked))


@pytest.mark.parametrize("section", [memory_section, latency_section])
def test_a_plot_shows_the_numbers_of_today(
    section: ModuleType, facts: Facts, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    """By the fingerprint of what it was drawn from: bytes may differ between processors."""
    kept = drawn_from(section.PLOT)
    monkeypatch.setattr(section, "PLOT", tmp_path / section.PLOT.name)
    section.draw(facts)

    assert kept == drawn_from(section.PLOT) != "", STALE


def test_whatever_was_measured_says_when_where_and_how_to_repeat_it() -> None:
    page = PAGE.read_text()

    for file in FOLDER.iterdir():
        assert read_measured(file.stem).cited() in page, file.name


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

"""docs/performance.md: one page, of sections that are written by small modules of their own.

A section is text made from Facts (what is counted now, what was measured and kept), or a module with a
`section() -> str` that reads what its command kept in docs/measured. Nothing is measured here, so the page
comes out the same on every machine.
"""

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import latency_section, memory_section
from bench.bill import Bill
from bench.cold import section as cold_section
from bench.counted_page import counted_sections
from bench.cpu_page import own_cpu_section
from bench.facts import Facts
from bench.markdown import dollars, measured, table
from bench.stated_page import stated_sections

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
KEPT = (
    "bench.growth.section",
    "bench.imports",
    "bench.cold.section",
    "bench.flash_sale.section",
    "bench.local_run.section",
)
"""Modules with a `section() -> str`, in the page's order: each says how to repeat it."""
DRAWN: tuple[Callable[[Facts], None], ...] = (
    memory_section.draw,
    latency_section.draw,
    lambda _: cold_section.draw(),
)
"""Whoever writes a plot of the sections made from Facts."""

HEAD = """# Performance

Written by `make bench`; not edited by hand. What is **counted** is the same in every run and on every
machine; what is **stated** stands in `bench/assumptions.py`; what was **measured** is kept in
`docs/measured` with machine and date, as medians or ratios, and its section names the one command that
repeats it. `python -m bench --measured` measures nothing and writes the page and its plots anew from
these; `make test` fails when the page is not what that writes (tests/bench)."""

BILL = """## The bill

Repeat: `make bench` (no AWS account, no network). It runs the shipped handlers under the
shipped state machine, on the emulated AWS of the tests, and charges every call by AWS's own rules: request
units from the items that really stood there before and after, indexes included.
[Decision 20](decisions/0020-the-bill.md) says why so, and what holds the bill down."""

COUNTED = """## Counted

What the bill rests on, row by row and call by call."""

STATED = """## Stated"""

_BESIDE = """

From the news of a hold on they are no orders: what one event of the provider's, one return, one receipt that
is asked for the first time, an hour of an open page of an order, and an order's changes where nobody looks
cost by themselves. These changes come to every order, to be told of who is connected; where somebody is, the
hour has them instead. A message in a conversation is told to one tab of each side, and is not the first.
Operators look at a shop of one order, and at any other for the same; what keeps their measures, four times an
hour, also reads the keys of the orders of the hours that it counts ([0057](decisions/0057-measures.md)).
Rows "to CONFIRMED" end with CONFIRMED. Beside them stays what comes after it, and what no customer waits for:
the relay's beginning of the fulfilment, and the provider's news of the hold. Rows "to COMPLETED" have all of
it."""


def headline(bill: Bill) -> str:
    """In whole dollars: less than that lies in what is measured."""
    comma = "," if "," in bill.title else ""
    return f"{bill.title}{comma} per million: ${bill.total:.0f}"


def render(facts: Facts) -> str:
    """The whole page."""
    sections = [
        HEAD,
        BILL,
        _totals([*facts.rows.orders, *facts.rows.beside]),
        latency_section.section(facts),
        memory_section.section(facts),
        own_cpu_section(facts),
        COUNTED,
        *counted_sections(
            facts.rows, facts.growth, facts.shared, facts.prices, facts.assumed, facts.deployed
        ),
        *(str(importlib.import_module(name).section()).rstrip("\n") for name in KEPT),
        STATED,
        *stated_sections(facts.assumed, facts.prices),
    ]
    return "\n\n".join(sections) + "\n"


def write_page(facts: Facts) -> None:
    """And the plots that it links."""
    for draw in DRAWN:
        draw(facts)
    PAGE.write_text(render(facts))


def _totals(bills: Sequence[Bill]) -> str:
    cells = [
        [
            bill.title,
            dollars(bill.counted),
            measured(bill.measured),
            f"**{measured(bill.total)}**",
        ]
        for bill in bills
    ]
    return (
        "### Per million orders, in US dollars\n\n"
        + table(["", "counted", "own CPU, measured", "together"], cells)
        + _BESIDE
    )

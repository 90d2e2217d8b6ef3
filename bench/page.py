"""docs/performance.md: the bill, and whatever other sections there are to measure."""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.bill import Bill
from bench.markdown import dollars, measured, table
from bench.rows import Rows

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
OTHERS = ("bench.imports",)
"""Modules with a `section() -> str`: each says how to repeat it."""

HEAD = """# Performance

Written by `make bench`; not edited by hand. What is counted is the same in every run and on every machine,
and `make test` fails when it changes (tests/bench). What is timed is a median on the machine that wrote this.

## The bill

Repeat: `make bench` (a minute or two; no AWS account, no network). It runs the shipped handlers under the
shipped state machine, on the emulated AWS of the tests, and charges every call by AWS's own rules: request
units from the items that really stood there before and after, indexes included.
[Decision 20](decisions/0020-the-bill.md) says why so, and what holds the bill down."""


FIRST_OTHER = "## Imports"

_BESIDE = """

The last three are no orders: what one event of the provider's, one return, and one receipt that is asked for
the first time cost by themselves. Rows "to CONFIRMED" end with CONFIRMED. Beside them stays what comes after
it, and what no customer waits for: the relay's beginning of the fulfilment, and the provider's news of the
hold. Rows "to COMPLETED" have all of it."""


def headline(bill: Bill) -> str:
    """In whole dollars: less than that lies in what is measured."""
    comma = "," if "," in bill.title else ""
    return f"{bill.title}{comma} per million: ${bill.total:.0f}"


def write_page(
    rows: Rows, counted: Sequence[str], own_cpu: Mapping[str, float], *, anew: bool = True
) -> None:
    """Unless `anew`, other sections stay as they stand on the page."""
    others = _others() if anew else [PAGE.read_text()[PAGE.read_text().index(FIRST_OTHER) :].rstrip("\n")]
    sections = [
        HEAD,
        _totals([*rows.orders, *rows.beside]),
        _measured(own_cpu),
        *counted,
        *others,
    ]
    PAGE.write_text("\n\n".join(sections) + "\n")


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


def _measured(own_cpu: Mapping[str, float]) -> str:
    cells = [[name, f"{ms:.1f}"] for name, ms in sorted(own_cpu.items())]
    return (
        "### Own CPU of a warm invocation\n\n"
        "Milliseconds of CPU on one core of the machine that wrote this page (median over orders), without\n"
        "the emulators' share. The bill stretches them to the part of a vCPU that memory buys.\n\n"
        + table(["function", "ms"], cells)
    )


def _others() -> list[str]:
    return [str(importlib.import_module(name).section()) for name in OTHERS if _exists(name)]


def _exists(name: str) -> bool:
    return importlib.util.find_spec(name) is not None

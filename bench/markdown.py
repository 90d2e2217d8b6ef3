"""Tables and numbers as the pages show them."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from bench.exact import Exact, rounded

WIDTH = 110


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def prose(*parts: str) -> str:
    """A paragraph, in lines as long as those of the pages written by hand."""
    return fill(" ".join(parts), WIDTH, break_long_words=False, break_on_hyphens=False)


def number(value: Exact) -> str:
    """Whole where it is whole, else with two digits."""
    return rounded(value, 0 if value == int(value) else 2)


def dollars(value: Exact) -> str:
    return rounded(value, 2)


def measured(value: float) -> str:
    """Dollars of which a part was timed."""
    return f"{value:,.2f}"


def image(plot: Path, shows: str) -> str:
    """A plot of docs/plots, and what it shows for who does not see it."""
    return f"![{shows}](plots/{plot.name})"

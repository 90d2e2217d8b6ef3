"""Tables and numbers as the pages show them."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def number(value: float) -> str:
    """Whole where it is whole, else with two digits."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def dollars(value: float) -> str:
    return f"{value:,.2f}"

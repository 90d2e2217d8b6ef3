"""The part of docs/performance.md that is stated: assumptions and list prices."""

from dataclasses import fields
from fractions import Fraction

from bench.assumptions import Assumptions
from bench.exact import plain
from bench.markdown import table
from bench.prices import Prices


def stated_sections(assumed: Assumptions, prices: Prices) -> list[str]:
    return [_assumptions(assumed), _prices(prices)]


def _assumptions(assumed: Assumptions) -> str:
    cells = [[f"`{one.name}`", _stated(getattr(assumed, one.name))] for one in fields(assumed)]
    return (
        "### Stated, not counted\n\n"
        + table(["assumption (`bench/assumptions.py` says more)", ""], cells)
        + "\n\nNo free tier is taken, no discount, no tax. A transaction that is refused is charged as if it "
        "had gone through; an index is charged beside its table and never doubled; a condition check is "
        "charged as a write. A message is sent, received and deleted on the shop's account, by "
        "whomever; the warehouse reads in the same region, and says nothing before all is packed."
    )


def _stated(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {amount}" for name, amount in value.items())
    return plain(value) if isinstance(value, Fraction) else str(value)


def _prices(prices: Prices) -> str:
    cells = [
        [price.unit, f"{plain(price.usd)} / {price.per:,}", price.source, price.verified]
        for price in prices.by_name.values()
    ]
    return f"### Prices: {prices.region}, written down on {prices.written_on}\n\n" + table(
        ["unit", "US dollars", "source", "held against"], cells
    )

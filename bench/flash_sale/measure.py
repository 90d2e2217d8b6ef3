"""Every simulated sale, and how they are kept in docs/simulated/flash-sale.json.

The same numbers on every machine: chances come from a seed, time is simulated.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.flash_sale.limits import RAISED, SHIPPED, Limits
from bench.flash_sale.simulation import Case, Result, Simulation

KEPT = Path(__file__).resolve().parents[2] / "docs" / "simulated" / "flash-sale.json"
SHARDS = (1, 2, 4, 8, 16, 32, 64)
SHIPPED_SALES = {1_000: 250, 10_000: 1_000, 100_000: 3_000, 1_000_000: 3_000}
RAISED_SALES = {1_000: 250, 10_000: 1_000}
"""Units by buyers. With every bound raised ten thousand buyers fill any number of shards."""
LIMITS: dict[str, Limits] = {"shipped": SHIPPED, "raised": RAISED}
SALES: dict[str, dict[int, int]] = {"shipped": SHIPPED_SALES, "raised": RAISED_SALES}


@dataclass(frozen=True)
class Played:
    """`limits` is a name of LIMITS."""

    limits: str
    shards: int
    buyers: int
    units: int
    result: Result


def play(limits: str, shards: int, buyers: int) -> Played:
    case = Case(LIMITS[limits], shards, buyers, SALES[limits][buyers])
    return Played(limits, shards, buyers, case.units, Simulation(case).run())


def cases() -> Iterator[tuple[str, int, int]]:
    """Limits, shards and buyers of every sale."""
    for limits, sales in SALES.items():
        for buyers in sales:
            yield from ((limits, shards, buyers) for shards in SHARDS)


def read_kept() -> list[Played]:
    """Raises FileNotFoundError."""
    return [Played(**(one | {"result": Result(**one["result"])})) for one in json.loads(KEPT.read_text())]


def keep(played: list[Played]) -> None:
    """A line each, so that what changed is seen."""
    lines: list[dict[str, Any]] = [asdict(one) for one in played]
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text("[\n" + ",\n".join(map(json.dumps, lines)) + "\n]\n")

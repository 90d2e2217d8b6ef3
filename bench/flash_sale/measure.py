"""`make bench-flash-simulated`: every simulated sale, kept in docs/measured/flash-sale.json, and its plots.

The same numbers on every machine: chances come from a seed, time is simulated.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.flash_sale.limits import RAISED, SHIPPED, Limits
from bench.flash_sale.simulation import Case, Result, Simulation

KEPT = Path(__file__).resolve().parents[2] / "docs" / "measured" / "flash-sale.json"
SHARDS = (1, 2, 4, 8, 16, 32, 64)
SALES = {1_000: 250, 10_000: 1_000, 100_000: 3_000, 1_000_000: 3_000}
"""Units by buyers."""
CROWD, CROWD_SHARDS = 100_000, 8
"""From so many buyers on, and with every bound raised, fewer shards are left out: each lets nearly all buyers
write an order, and sells no more than with 10,000 buyers."""
LIMITS: dict[str, Limits] = {"shipped": SHIPPED, "raised": RAISED}


@dataclass(frozen=True)
class Played:
    """`limits` is a name of LIMITS."""

    limits: str
    shards: int
    buyers: int
    units: int
    result: Result


def play(limits: str, shards: int, buyers: int) -> Played:
    units = SALES[buyers]
    return Played(
        limits, shards, buyers, units, Simulation(Case(LIMITS[limits], shards, buyers, units)).run()
    )


def cases() -> Iterator[tuple[str, int, int]]:
    """Limits, shards and buyers of every sale."""
    for limits in LIMITS:
        for buyers in SALES:
            crowd = LIMITS[limits] is RAISED and buyers >= CROWD
            yield from ((limits, shards, buyers) for shards in SHARDS if not crowd or shards >= CROWD_SHARDS)


def read_kept() -> list[Played]:
    """Raises FileNotFoundError."""
    return [Played(**(one | {"result": Result(**one["result"])})) for one in json.loads(KEPT.read_text())]


def keep(played: list[Played]) -> None:
    """A line each, so that what changed is seen."""
    lines: list[dict[str, Any]] = [asdict(one) for one in played]
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text("[\n" + ",\n".join(map(json.dumps, lines)) + "\n]\n")


def main() -> None:
    played = []
    for case in cases():
        played.append(play(*case))
        print(played[-1], file=sys.stderr, flush=True)
    keep(played)


if __name__ == "__main__":
    main()

"""`make bench`: what a million checkouts cost, and docs/performance.md written anew.

`python -m bench --keep-imports` leaves the page's section on imports as it stands: it takes minutes.
"""

import os
import sys

from bench.assumptions import Assumptions
from bench.bill import Tariff
from bench.counted_page import counted_sections
from bench.counting import count_order
from bench.deployed import read_deployed
from bench.growth import count_growth, read_growth
from bench.harness import running_world
from bench.page import PAGE, headline, write_page
from bench.prices import read_prices
from bench.rows import read_rows
from bench.scenarios import CONFIRMED, DECLINED, RECEIPT, RETURNED, SCENARIOS
from bench.shared_costs import count_shared
from bench.timing import own_cpu_ms, shared_cpu_ms

KEEP = "--keep-imports"


def main() -> None:
    """Results alone on stdout; talk, the sandbox's and the handlers' too, on stderr."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    assumed, prices = Assumptions(), read_prices()
    with running_world() as world:
        _say("Counting")
        counts = {one.title: count_order(world, one, assumed) for one in SCENARIOS}
        shared = count_shared(world, counts[CONFIRMED.title], assumed)
        grown = count_growth(world, assumed)
        _say("Measuring the handlers' own CPU")
        own_cpu: dict[str, float] = {}
        for scenario in (RECEIPT, RETURNED, DECLINED, CONFIRMED):
            own_cpu |= own_cpu_ms(world, scenario)
        own_cpu |= shared_cpu_ms(world)
        deployed = read_deployed(world.cloud.template)
    tariff = Tariff(prices, assumed, deployed)
    rows = read_rows(tariff, counts, shared, own_cpu)
    anew = sys.argv[1:] != [KEEP]
    growth = read_growth(tariff, grown, shared)
    counted = counted_sections(rows, growth, shared, prices, assumed, deployed)
    write_page(rows, counted, own_cpu, anew=anew)
    _say(f"Wrote {PAGE}")
    for bill in rows.orders:
        print(headline(bill), file=results)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()

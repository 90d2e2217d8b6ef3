"""`make bench`: what a million checkouts cost, and docs/performance.md written anew.

`python -m bench --keep-imports` leaves the page's section on imports as it stands: it takes minutes.
"""

import os
import sys

from bench.assumptions import Assumptions
from bench.bill import Tariff
from bench.counted_page import counted_sections
from bench.counting import count_order
from bench.cpu_page import own_cpu_section, row_units
from bench.deployed import read_deployed
from bench.harness import running_world
from bench.page import PAGE, headline, write_page
from bench.prices import read_prices
from bench.rows import read_rows
from bench.scenarios import CONFIRMED, ORDERS, SCENARIOS
from bench.shared_costs import count_shared
from bench.timing import time_functions

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
        _say("Measuring the handlers' own CPU")
        timed = time_functions(world)
        deployed = read_deployed(world.cloud.template)
    tariff = Tariff(prices, assumed, deployed)
    rows = read_rows(tariff, counts, shared, {name: one.ms for name, one in timed.items()})
    own_cpu = own_cpu_section([counts[one.title] for one in ORDERS], timed, assumed)
    anew = sys.argv[1:] != [KEEP]
    write_page(rows, own_cpu, counted_sections(rows, shared, prices, assumed, deployed), anew=anew)
    _say(f"Wrote {PAGE}")
    for bill in rows.orders:
        print(headline(bill), file=results)
    for one in sorted(timed.values(), key=lambda one: one.function):
        print(f"{one.function}: {one.ms:.1f} ms, {one.units:.1f} GetItems", file=results)
    for title in (one.title for one in ORDERS):
        units = row_units(counts[title], timed, assumed)
        print(f"{title}: {units:.1f} GetItems of own CPU", file=results)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()

"""`make bench`: what a million checkouts cost, and docs/performance.md written anew."""

import os
import sys

from bench.assumptions import Assumptions
from bench.bill import Tariff
from bench.counted_page import counted_sections
from bench.counting import count_order
from bench.deployed import read_deployed
from bench.harness import running_world
from bench.page import PAGE, headline, write_page
from bench.prices import read_prices
from bench.scenarios import CONFIRMED, DECLINED, SCENARIOS
from bench.shared_costs import count_shared
from bench.timing import own_cpu_ms, shared_cpu_ms


def main() -> None:
    """Results alone on stdout; talk, the sandbox's and the handlers' too, on stderr."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    assumed, prices = Assumptions(), read_prices()
    with running_world() as world:
        _say("Counting")
        counts = [count_order(world, scenario, assumed) for scenario in SCENARIOS]
        shared = count_shared(world, counts[0], assumed)
        _say("Measuring the handlers' own CPU")
        own_cpu = own_cpu_ms(world, DECLINED) | own_cpu_ms(world, CONFIRMED) | shared_cpu_ms(world)
        deployed = read_deployed(world.cloud.template)
    tariff = Tariff(prices, assumed, deployed)
    bills = [tariff.bill(one, shared, own_cpu) for one in counts]
    write_page(bills, counted_sections(bills, shared, prices, assumed, deployed), own_cpu)
    _say(f"Wrote {PAGE}")
    for bill in bills:
        print(headline(bill), file=results)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()

"""`make bench`: what a million checkouts cost, and docs/performance.md written anew.

`python -m bench --measured` measures nothing: what was measured last stays, what is counted is counted anew.
"""

import os
import sys

from bench import imports, invocations, memory_sizes, process_memory
from bench.assumptions import Assumptions
from bench.bill_growth import count_growth as count_bill_growth
from bench.cost.page import write_cost
from bench.counting import count_order
from bench.cpu_page import headlines as cpu_headlines
from bench.facts import Facts
from bench.growth.sizes import count as count_growth
from bench.harness import running_world
from bench.open_page import count_pages
from bench.operating import count_looks
from bench.page import PAGE, headline, write_page
from bench.scenarios import CONFIRMED, SCENARIOS
from bench.shared_costs import count_shared
from bench.talking import count_talks

MEASURED = "--measured"


def main() -> None:
    """Results alone on stdout; talk, the sandbox's and the handlers' too, on stderr."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    anew, assumed = sys.argv[1:] != [MEASURED], Assumptions()
    with running_world() as world:
        _say("Counting")
        counts = {one.title: count_order(world, one, assumed) for one in SCENARIOS}
        shared = count_shared(world, counts[CONFIRMED.title], assumed)
        counts |= (
            count_bill_growth(world, assumed) | count_pages(world) | count_talks(world) | count_looks(world)
        )
        if anew:
            _say("Measuring the handlers' own CPU")
            invocations.measure(world, counts, shared)
        template = world.cloud.template
    _say("Counting in shops of a thousand orders to a million")
    count_growth(template)
    if anew:
        _say("Measuring imports and memory")
        imports.keep(*imports.measure())
        process_memory.measure()
        memory_sizes.take_over(template)
    facts = Facts(template, counts, shared)
    write_page(facts)
    write_cost(template)
    _say(f"Wrote {PAGE}, and docs/cost.md of it")
    for bill in facts.rows.orders:
        print(headline(bill), file=results)
    for line in cpu_headlines(facts):
        print(line, file=results)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()

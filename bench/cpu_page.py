"""The page's section on the handlers' own CPU."""

from collections.abc import Iterator, Mapping

from bench.afterwards import OPERATOR, WEBHOOK
from bench.assumptions import Assumptions
from bench.counting import Counts
from bench.facts import Facts
from bench.layers import LAYERS
from bench.markdown import table
from bench.measured import read_measured
from bench.relaying import RELAY
from bench.scenarios import CONFIRMED, ORDERS
from bench.timing import NAME, Timed

BUDGET = 32
"""GetItems that a checkout to CONFIRMED may cost of the handlers' own CPU."""
_OFF = (RELAY, WEBHOOK, OPERATOR)
"""No customer waits for these."""


def row_units(counts: Counts, timed: Mapping[str, Timed], assumed: Assumptions) -> float:
    """A row's own CPU in GetItems: its invocations that a customer waits for, and the authorizer's share."""
    share = counts.authorized / float(assumed.authorized_requests)
    on_the_way = [one.function for one in counts.invocations if one.function not in _OFF]
    return sum(timed[name].units for name in on_the_way) + share * timed["Authorizer"].units


def headlines(facts: Facts) -> Iterator[str]:
    """Own CPU by function and by row, one line each."""
    for name, one in sorted(facts.timed.items()):
        yield f"{name}: {one.ms:.1f} ms, {one.units:.1f} GetItems"
    for title, units in _rows(facts).items():
        yield f"{title}: {units:.1f} GetItems of own CPU"


def _rows(facts: Facts) -> dict[str, float]:
    counts = [facts.counts[one.title] for one in ORDERS]
    return {one.scenario.title: row_units(one, facts.timed, facts.assumed) for one in counts}


def own_cpu_section(facts: Facts) -> str:
    timed, rows = facts.timed, _rows(facts)
    confirmed = rows[CONFIRMED.title]
    return "\n\n".join(
        [
            f"{_HEADING} {read_measured(NAME).cited()}",
            _by_function(timed),
            _ROWS,
            table(["row", "GetItems"], [[title, f"{units:.1f}"] for title, units in rows.items()]),
            f"To CONFIRMED at most {BUDGET}: {'holds' if confirmed <= BUDGET else '**broken**'}, "
            f"{confirmed:.1f}.",
            _WHERE,
            _by_layer(timed),
        ]
    )


_HEADING = """\
## Own CPU of a warm invocation

CPU of one core, median of warm invocations, each function in an
interpreter of its own with what ships alone, AWS and the provider answered over HTTP on loopback by a process
beside it (`bench/timing.py`). The unit is one GetItem by boto3 as it comes, measured between the invocations:
ratios are the same on other machines, milliseconds are not. The bill stretches milliseconds to the part of a
vCPU that memory buys."""

_ROWS = """\
In GetItems, a row: its invocations without those of the relay and the webhook, which nobody waits for, and a
share of the authorizer's."""

_WHERE = """\
Where the milliseconds go, by a deterministic profile (it slows many small calls more than few large ones).
Calls to AWS and to the provider are all that happens within them; the packages are their own lines, and what
the standard library does for them is in the rest, as is work in threads."""


def _by_function(timed: Mapping[str, Timed]) -> str:
    cells = [
        [name, f"{one.ms:.1f}", f"{one.units:.1f}", f"{one.requests:.3g}"]
        for name, one in sorted(timed.items())
    ]
    return table(["function", "ms", "GetItems", "requests it sends"], cells)


def _by_layer(timed: Mapping[str, Timed]) -> str:
    cells = [
        [name, *(f"{one.ms * one.layers[layer]:.2f}" for layer in LAYERS)]
        for name, one in sorted(timed.items())
    ]
    return table(["function, ms", *LAYERS], cells)

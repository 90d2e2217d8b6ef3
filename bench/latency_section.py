"""The section of docs/performance.md about the time to CONFIRMED, which a customer waits for."""

from collections.abc import Iterator, Mapping

from bench.facts import Facts
from bench.invocations import NAME as INVOCATIONS
from bench.latency import CHECKOUTS, SEED
from bench.markdown import image, measured, table
from bench.measured import read_measured
from bench.memory_sizes import read_curves
from bench.plots import PLOTS, Series, line_plot

PLOT = PLOTS / "to-confirmed.svg"
PERCENTS = (1, 5, *range(10, 100, 5), 97, 98, 99)
DEPLOYED = "as deployed, each at its own size"
ALIKE = (256, 512, 1769)
"""Megabytes, for comparison."""


def section(facts: Facts) -> str:
    """The table of percentiles beside the bill, and what they rest on."""
    head = ["memory", "to CONFIRMED, p50", "p99", "answered under `Prefer: wait`, p50", "p99", "US dollars"]
    return "\n\n".join(
        [
            "## Time to CONFIRMED",
            _HOW,
            table(head, list(_rows(facts))),
            "Milliseconds from the request; US dollars per million checkouts to CONFIRMED, as in the bill.\n"
            f"A million that prefer to wait cost {_waiting_usd(facts)} dollars more: two functions stand by.",
            image(PLOT, "Share of checkouts that are CONFIRMED within a time, by memory"),
            f"Own CPU: {read_measured(INVOCATIONS).cited()} The rest is stated; repeat: `make bench`.",
        ]
    )


def draw(facts: Facts) -> None:
    """Writes the section's plot."""
    series = [
        Series(name, _share(facts, memory), dashed=name != DEPLOYED) for name, memory in _memories(facts)
    ]
    line_plot(
        PLOT,
        "Checkouts that are CONFIRMED within a time",
        "time from the request (ms)",
        "share of checkouts (%)",
        series,
    )


_HOW = f"""\
Expected, not measured on AWS: {CHECKOUTS:,} checkouts are drawn with a fixed seed ({SEED}), so the
numbers are the same on every machine. **Stated** (`bench/assumptions.py`, below) are the median and the
slowest of a hundred of each call to AWS and to the payment provider, of API Gateway, of the hand-off
between two states, and of a cold start, which one invocation in a hundred meets; each is drawn log-normal
and by itself, so a bad minute in which all are slow is in none of it. **Counted** are the calls.
**Measured** is own CPU, taken without spread and stretched by memory. To CONFIRMED is the moment from
which whoever looks sees it; a request that prefers to wait is answered by a function that looks, and
pauses for up to 0.4 s between looks. Somebody whose bank asks waits for themselves, and is not in here."""


def _memories(facts: Facts) -> Iterator[tuple[str, Mapping[str, int]]]:
    yield DEPLOYED, facts.memory_mb
    for size in ALIKE:
        yield f"all at {size:,} MB", dict.fromkeys(facts.memory_mb, size)


def _rows(facts: Facts) -> Iterator[list[str]]:
    for name, memory in _memories(facts):
        confirmed, answered = facts.simulation.to_confirmed(memory), facts.simulation.to_answer(memory)
        times = [one.percentile(percent) for one in (confirmed, answered) for percent in (50, 99)]
        yield [name, *(f"{ms:,.0f}" for ms in times), measured(facts.to_confirmed(memory).total)]


def _share(facts: Facts, memory: Mapping[str, int]) -> list[tuple[float, float]]:
    confirmed = facts.simulation.to_confirmed(memory)
    return [(round(confirmed.percentile(percent)), float(percent)) for percent in PERCENTS]


def _waiting_usd(facts: Facts) -> str:
    """What the waiting function costs, and Checkouts while it waits for that."""
    sizes, drawn = facts.memory_mb, read_curves(facts.template)
    waiting = drawn.of("Wait", facts.invocations["Wait"]).at(sizes["Wait"]).usd
    return measured(waiting + drawn.standing_by_usd("Checkouts", sizes["Checkouts"]))

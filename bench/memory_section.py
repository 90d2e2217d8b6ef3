"""The section of docs/performance.md about memory: the curve of every function, and the size it is given."""

from bench.facts import Facts
from bench.invocations import NAME as INVOCATIONS
from bench.markdown import image, table
from bench.measured import read_measured
from bench.memory_curve import CUSTOMERS_MS, HEADROOM, NOISE, OTHERS_MS, SIZES, Curve
from bench.plots import PLOTS, Panel, Series, panels
from bench.process_memory import NAME as PROCESS_MEMORY

CHECKOUT = ("Checkouts", "ReserveStock", "AuthorizePayment", "ConfirmOrder")
"""What a customer who buys waits for."""
PLOT = PLOTS / "memory.svg"


def section(facts: Facts) -> str:
    """Every function's expected time and cost at each size, and what was chosen."""
    work, peaks = read_measured(INVOCATIONS), read_measured(PROCESS_MEMORY)
    return "\n\n".join(
        [
            "## Memory",
            _HOW,
            image(PLOT, "Expected time and cost of the four functions of a checkout, by memory"),
            "Milliseconds that an invocation is expected to take / US dollars a million of them cost in\n"
            "Lambda's GB-seconds, cold starts included. Bold is what is deployed.",
            _table(facts),
            f"Own CPU and calls: {work.cited()} Peak memory: {peaks.cited()} Sizes are taken over from\n"
            "both by `python -m bench.memory_sizes`, which writes `infra/memory.json` and says what moved.",
        ]
    )


def draw(facts: Facts) -> None:
    """Writes the section's plot."""
    curves = {one.function: one for one in facts.curves}
    shown = [(curves[name], facts.memory_mb[name]) for name in CHECKOUT]
    panels(PLOT, [_times(shown), _costs(shown)])


CUSTOMERS, OTHERS = round(CUSTOMERS_MS), round(OTHERS_MS)

_HOW = f"""\
Memory buys a share of a vCPU, in proportion, up to a whole one at 1,769 MB. A function's own CPU is
stretched to that share; what it waits for others is not. So each size up saves less time than the one
before, and costs the same again for the waiting. **The knee** is the last size up for which a dollar a
million buys at least {CUSTOMERS} ms where a customer waits, {OTHERS} ms where nobody does: a checkout takes
some 1.3 s and costs some $100 a million, so one per cent more money has to save seven per cent of the time.
Checkouts and Wait stand by until the order is decided, as the storefront's requests prefer: that is in
what they cost, and not in the time that they take.

The curve begins at the smallest size that holds {HEADROOM} times the measured peak of the process, and in
which that starts and answers within the five seconds that every time-out leaves for it, even if starting gets
no more than its share of a vCPU. A size once taken stays while own CPU would have to be measured
{NOISE} times larger or smaller for it to be the knee, so noise moves nothing
([decision 47](decisions/0047-memory-by-the-curve.md))."""


def _table(facts: Facts) -> str:
    peaks = read_measured(PROCESS_MEMORY).data
    ordered = sorted(facts.curves, key=lambda one: (one.a_dollar_buys_ms, one.function))
    cells = [_row(one, facts.memory_mb[one.function], peaks[one.function]) for one in ordered]
    return table(["function", "waits", "peak, MB", *(f"{size:,} MB" for size in SIZES)], cells)


def _row(curve: Curve, taken_mb: int, peak_mb: float) -> list[str]:
    who = "a customer" if curve.a_dollar_buys_ms == CUSTOMERS_MS else ""
    cells = []
    for one in curve.points:
        text = f"{one.ms:,.0f} / {one.usd:.2f}" if one.memory_mb >= curve.floor_mb else "too small"
        cells.append(f"**{text}**" if one.memory_mb == taken_mb else text)
    return [curve.function, who, f"{peak_mb:.0f}", *cells]


def _times(shown: list[tuple[Curve, int]]) -> Panel:
    series = [
        Series(one.function, [(at.memory_mb, at.ms) for at in one.points], mark=(taken, one.at(taken).ms))
        for one, taken in shown
    ]
    title = "Expected time (ringed: as deployed)"
    return Panel(title, "memory (MB)", "time of an invocation (ms)", series, True, True, SIZES)


def _costs(shown: list[tuple[Curve, int]]) -> Panel:
    series = [
        Series(one.function, [(at.memory_mb, at.usd) for at in one.points], mark=(taken, one.at(taken).usd))
        for one, taken in shown
    ]
    title = "Cost in GB-seconds (ringed: as deployed)"
    return Panel(title, "memory (MB)", "US dollars per million invocations", series, True, True, SIZES)

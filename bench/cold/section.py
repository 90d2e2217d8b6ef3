"""The section of docs/performance.md on cold starts, made of what `make bench-cold` kept."""

from collections.abc import Sequence
from statistics import median

from bench.cold import snapstart
from bench.cold.results import CODE, LAYER, OWNERS, PYTHON, RUNTIME, ColdStart, Sitting, read_sitting
from bench.import_budgets import Kind
from bench.markdown import image, table
from bench.plots import PLOTS, Bars, bars

BARE_KIND = "bare handler"
KINDS = (BARE_KIND, *(str(kind) for kind in Kind))
PLOT = PLOTS / "cold-starts.svg"

_HOW = """\
## Cold starts

Every function, as deployed, in a fresh process under Lambda's own runtime client (`awslambdaric`) and AWS's
runtime interface emulator, on loopback: INIT, then the first invocation, with a real event and with the
answers of AWS and of the payment provider that it got when the shop's stories were played. Code and layer
are bundles made as those for Lambda are, bytecode included, for the machine at hand and its Python. AWS is
spoken to over TLS, the provider in the clear. All ratios are to INIT of a **bare handler** in the same
sitting, which imports boto3, makes a client, and returns: that is 1.00. Not in it: what Lambda takes to find
a machine and to fetch the code, and the network."""

_SHARES = """\
Shares are of the import time of INIT (`-X importtime`); what of the standard library was imported by a
package is put down to that package."""


def section() -> str:
    """The section."""
    found, kept = read_sitting()
    return "\n\n".join(
        [
            _HOW,
            f"{kept.cited()} {found.runs} rounds, medians, at a load of {found.load:g}; the bare handler's "
            f"INIT took {found.bare_cpu_ms:.0f} ms of CPU and {found.bare_wall_ms:.0f} ms of the clock.",
            image(PLOT, "INIT and first invocation by kind of function, in units of a bare handler's INIT"),
            _kinds(found),
            _SHARES,
            _functions(found),
            snapstart.paragraphs(found),
        ]
    )


def draw() -> None:
    """Writes the section's plot."""
    found, _ = read_sitting()
    kinds = [kind for kind in KINDS if found.of(kind)]
    init = Bars("INIT", [_median(found.of(kind), "init_cpu") for kind in kinds])
    first = Bars("first invocation", [_median(found.of(kind), "first_cpu") for kind in kinds])
    unit = "CPU, in units of a bare handler's INIT"
    bars(PLOT, "Cold starts", "kind of function (median)", unit, kinds, [init, first], stacked=True)


def _median(starts: Sequence[ColdStart], what: str) -> float:
    return float(median(getattr(one, what) for one in starts))


def _kinds(found: Sitting) -> str:
    cells = [
        [
            kind,
            str(len(starts)),
            *(
                f"{_median(starts, what):.2f}"
                for what in ("init_cpu", "first_cpu", "whole_cpu", "whole_wall")
            ),
            *(_percent(median(one.imports[owner] for one in starts)) for owner in OWNERS),
        ]
        for kind in KINDS
        if (starts := found.of(kind))
    ]
    head = ["medians", "functions", "INIT, CPU", "first invocation, CPU", "both, CPU", "both, clock"]
    return table([*head, *_shares_of()], cells)


def _functions(found: Sitting) -> str:
    ordered = sorted(found.starts, key=lambda one: (KINDS.index(one.kind), one.function))
    cells = [
        [
            one.function,
            one.kind,
            *(f"{value:.2f}" for value in (one.init_cpu, one.first_cpu, one.init_wall, one.first_wall)),
            *(_percent(one.imports[owner]) for owner in (LAYER, CODE)),
        ]
        for one in ordered
    ]
    head = ["function", "kind", "INIT, CPU", "first, CPU", "INIT, clock", "first, clock", "layer", "code"]
    return table(head, cells)


def _shares_of() -> list[str]:
    names = {LAYER: "layer", CODE: "code", RUNTIME: "runtime client", PYTHON: "Python"}
    return [names[owner] for owner in OWNERS]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"

"""Import budgets: what a cold start of each function costs, against that of boto3 alone.

    python -m bench.imports     writes docs/measured/imports.json and prints the page's section that comes of
                                it; exit 1 if a budget is broken

Counted is the user CPU of a fresh interpreter, from its start until it has imported the handler's module,
with the environment that the template gives it, and has built what the first invocation needs at once: a
client of each AWS service that the environment names something of, and for payments Stripe's. Laziness that
puts a cost off to the first invocation saves nothing here. Not counted: calls, and Lambda's own work.

The baseline, 1.00, is `import boto3; boto3.client("dynamodb")` measured likewise. Bytecode is warm; only what
ships can be imported (import_path.py). Runs alternate, baseline first and last, and each run of a handler is
divided by the mean of the baselines before and after it: what slows a busy machine slows both. The median of
nine such ratios counts; within 5 % of the budget, that of 27, the first nine included. None is dropped.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.import_budgets import Kind, budget, deployed
from bench.import_lab import BASELINE, PAIRS, Measured, measure_all, open_lab
from bench.markdown import table
from bench.measured import read_measured, write_measured
from bench.slowest_imports import Import
from harness.template import Template, synthesize

NAME = "imports"
REPEAT = "python -m bench.imports"
SLOWEST = 8

Slowest = dict[Kind, tuple[str, list[Import]]]
"""By kind: its costliest function, and what that imports, slowest first."""


def section() -> str:
    """The section of docs/performance.md, from what was measured last."""
    kept = read_measured(NAME)
    functions = [(str(name), Kind(kind), float(ratio)) for name, kind, ratio in kept.data["functions"]]
    tables = [_slowest_table(Kind(kind), *kept.data["slowest"][kind]) for kind in kept.data["slowest"]]
    return "\n".join([_HEADING, _budget_table(functions), *tables, f"{kept.cited()} {_AGAIN}"])


def keep(measured: Sequence[Measured], slowest: Slowest) -> None:
    """Writes docs/measured/imports.json."""
    functions = [[one.function.name, one.function.kind, round(one.ratio, 3)] for one in measured]
    imports = {
        kind: [name, [[one.module, round(one.own, 1), round(one.cumulative, 1)] for one in found[:SLOWEST]]]
        for kind, (name, found) in slowest.items()
    }
    write_measured(NAME, REPEAT, {"functions": functions, "slowest": imports})


def measure() -> tuple[list[Measured], Slowest]:
    """Every function of the template as synthesized now."""
    with TemporaryDirectory(prefix="bench-assembly-") as outdir, open_lab() as lab:
        measured = measure_all(lab, deployed(Template(synthesize(Path(outdir)))))
        costliest = {one.function.kind: one.function for one in sorted(measured, key=lambda one: one.ratio)}
        return measured, {kind: (one.name, lab.slowest(one)) for kind, one in costliest.items()}


_HEADING = f"""\
## Imports

User CPU of a fresh interpreter that imports a function's handler and builds the clients it needs, in units of
`{BASELINE.replace(chr(10), "; ")}`. Median of at least {PAIRS} runs paired with the baseline, with
warm bytecode and the shipped packages alone.
`bench/imports.py` says what is counted and how.
"""

_AGAIN = """\
(exit 1 if a budget is broken). What may not be imported is counted, not timed, in
`tests/infra/test_imports.py`."""


def _budget_table(functions: Sequence[tuple[str, Kind, float]]) -> str:
    ordered = sorted(functions, key=lambda one: (list(Kind).index(one[1]), one[0]))
    cells = []
    for name, kind, ratio in ordered:
        most = budget(name, kind)
        cells.append([name, kind, f"{ratio:.2f}", f"{most:.2f}", "yes" if ratio <= most else "**no**"])
    return table(["function", "class", "ratio", "budget", "ok"], cells) + "\n"


def _slowest_table(kind: Kind, function: str, imports: Sequence[tuple[str, float, float]]) -> str:
    head = f"Slowest imports beyond boto3's own, {kind} ({function}), milliseconds under `-X importtime`:\n\n"
    cells = [[f"`{module}`", f"{own:.1f}", f"{cumulative:.1f}"] for module, own, cumulative in imports]
    return head + table(["module", "own", "with what it imports first"], cells) + "\n"


def main() -> int:
    measured, slowest = measure()
    keep(measured, slowest)
    print(section())
    return 0 if all(one.holds for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Import budgets: what a cold start of each function costs, against that of boto3 alone.

    python -m bench.imports     prints the section of docs/performance.md; exit 1 if a budget is broken

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

from bench.import_budgets import Kind, deployed
from bench.import_lab import BASELINE, PAIRS, Measured, measure_all, open_lab
from bench.slowest_imports import Import
from harness.template import Template, synthesize

SLOWEST = 8

Slowest = dict[Kind, tuple[str, list[Import]]]
"""By kind: its costliest function, and what that imports, slowest first."""


def section() -> str:
    """The section of docs/performance.md, measured now, which takes two minutes."""
    return render(*measure())


def measure() -> tuple[list[Measured], Slowest]:
    """Every function of the template as synthesized now."""
    with TemporaryDirectory(prefix="bench-assembly-") as outdir, open_lab() as lab:
        measured = measure_all(lab, deployed(Template(synthesize(Path(outdir)))))
        costliest = {one.function.kind: one.function for one in sorted(measured, key=lambda one: one.ratio)}
        return measured, {kind: (one.name, lab.slowest(one)) for kind, one in costliest.items()}


def render(measured: Sequence[Measured], slowest: Slowest) -> str:
    tables = [_slowest_table(kind, *slowest[kind]) for kind in Kind if kind in slowest]
    return "\n".join([_HEADING, _budget_table(measured), *tables, _AGAIN])


_HEADING = f"""\
## Imports

User CPU of a fresh interpreter that imports a function's handler and builds the clients it needs, in units of
`{BASELINE.replace(chr(10), "; ")}`. Median of at least {PAIRS} runs paired with the baseline, on
Python {sys.version_info.major}.{sys.version_info.minor} with warm bytecode and the shipped packages alone.
`bench/imports.py` says what is counted and how.
"""

_AGAIN = """\
To repeat: `.venv/bin/python -m bench.imports` (exit 1 if a budget is broken). What may not be imported is
counted, not timed, in `tests/infra/test_imports.py`.
"""


def _budget_table(measured: Sequence[Measured]) -> str:
    lines = ["| function | class | ratio | budget | ok |", "|---|---|---|---|---|"]
    ordered = sorted(measured, key=lambda one: (list(Kind).index(one.function.kind), one.function.name))
    lines += [
        f"| {one.function.name} | {one.function.kind} | {one.ratio:.2f} | {one.budget:.2f} |"
        f" {'yes' if one.holds else '**no**'} |"
        for one in ordered
    ]
    return "\n".join(lines) + "\n"


def _slowest_table(kind: Kind, function: str, imports: Sequence[Import]) -> str:
    lines = [
        f"Slowest imports beyond boto3's own, {kind} ({function}), milliseconds under `-X importtime`:",
        "",
        "| module | own | with what it imports first |",
        "|---|---|---|",
    ]
    lines += [f"| `{one.module}` | {one.own:.1f} | {one.cumulative:.1f} |" for one in imports[:SLOWEST]]
    return "\n".join(lines) + "\n"


def main() -> int:
    measured, slowest = measure()
    print(render(measured, slowest))
    return 0 if all(one.holds for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main())

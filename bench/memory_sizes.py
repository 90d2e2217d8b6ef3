"""The memory that each function is given: infra/memory.json, which the CDK app reads.

    python -m bench.memory_sizes     takes over the knees of the numbers in docs/measured, and says what moved

A size stays as it is while its function's own CPU would have to be measured wrong by more than a quarter for
it to be the knee, so that measuring again on another machine moves little.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.assumptions import Assumptions
from bench.invocations import Invocation, read_invocations
from bench.memory_curve import Curves
from bench.prices import read_prices
from bench.process_memory import read_peaks
from harness.routes import read_routes
from harness.template import Template, synthesize

TABLE = Path(__file__).resolve().parent.parent / "infra" / "memory.json"
MACHINE = "Checkout"
NOT_FOR_CUSTOMERS = frozenset({"Webhook", "Fulfilments", "AwaitOperator"})
"""Called by the provider, by a warehouse, and for an operator."""
CALLED_BY_A_REQUEST = frozenset({"Authorizer", "Wait"})


def read_sizes() -> dict[str, int]:
    """Megabytes by function, as deployed."""
    sizes: dict[str, int] = json.loads(TABLE.read_text())
    return sizes


def waited_for(template: Template) -> frozenset[str]:
    """The functions that a customer waits for: those of a request, and the checkout's steps, the way back
    included, since it ends before a declined customer is told."""
    behind_routes = {route.function for route in read_routes(template)}
    steps = template.definition(template.machines[MACHINE])["States"].keys() & template.functions.keys()
    return frozenset(behind_routes | steps | CALLED_BY_A_REQUEST) - NOT_FOR_CUSTOMERS


def read_curves(template: Template) -> Curves:
    """By today's prices and assumptions, and the peaks of memory that were measured last."""
    price = read_prices()["lambda_gb_second"]
    return Curves(Assumptions(), price, waited_for(template), read_peaks())


def settled_sizes(
    curves: Curves, invocations: Mapping[str, Invocation], taken: Mapping[str, int]
) -> dict[str, int]:
    """Megabytes for each function that was measured; `taken` is what they have."""
    return {name: curves.settled(name, done, taken.get(name)) for name, done in sorted(invocations.items())}


def take_over(template: Template) -> dict[str, int]:
    """Writes the table anew and tells stderr what moved."""
    taken = read_sizes()
    sizes = settled_sizes(read_curves(template), read_invocations(), taken)
    for name, size in sizes.items():
        if size != taken.get(name):
            print(f"{name}: {taken.get(name, 'nothing')} -> {size} MB", file=sys.stderr)
    TABLE.write_text(json.dumps(sizes, indent=2) + "\n")
    return sizes


def main() -> None:
    with TemporaryDirectory(prefix="bench-assembly-") as outdir:
        take_over(Template(synthesize(Path(outdir))))


if __name__ == "__main__":
    main()

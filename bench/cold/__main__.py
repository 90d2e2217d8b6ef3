"""`make bench-cold`: starts every function under Lambda's own runtime client, and keeps what was found.

    python -m bench.cold [RUNS]     writes docs/measured/cold-starts.json; takes some minutes

The page's section is made from what is kept (section.py).
"""

import os
import signal
import sys

from bench.cold.measuring import BARE, measure, open_lab, sitting
from bench.cold.recording import record
from bench.cold.results import NAME, keep
from bench.cold.section import BARE_KIND, draw, section
from bench.harness import running_world
from bench.import_budgets import deployed

RUNS = 5
BARE_MB = 0
"""The bare handler is deployed nowhere."""


def main() -> None:
    """The section alone on stdout; talk, the handlers' too, on stderr."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # or a process under the emulator would be left
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with running_world() as world:
        print("Recording a first invocation of every function", file=sys.stderr)
        recorded = record(world)
        kinds = {one.name: str(one.kind) for one in deployed(world.template)} | {BARE.function: BARE_KIND}
        memory_mb = {name: one.properties["MemorySize"] for name, one in world.template.functions.items()}
    with open_lab() as lab:
        samples = measure(lab, recorded, runs)
    keep(sitting(samples, kinds, memory_mb | {BARE.function: BARE_MB}, runs))
    draw()
    print(f"Wrote docs/measured/{NAME}.json", file=sys.stderr)
    print(section(), file=results)


if __name__ == "__main__":
    main()

"""`python -m bench.growth`: plays the same in shops of three sizes, and keeps what it takes.

Writes docs/counted/growth.json, from which the page's section is made; exit 1 if something grows.
"""

import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.growth.kept import KEPT, grown, keep
from bench.growth.section import section
from bench.growth.sizes import opened
from harness.template import Template, synthesize


def main() -> int:
    logging.disable(logging.CRITICAL)
    with TemporaryDirectory(prefix="bench-assembly-") as folder:
        template = Template(synthesize(Path(folder)))
    with opened(template) as shops:
        found = shops.found()
    keep(found)
    print(section())
    print(f"Wrote {KEPT}", file=sys.stderr)
    more = grown(found)
    for line in more:
        print(f"grows: {line}", file=sys.stderr)
    return 1 if more else 0


if __name__ == "__main__":
    sys.exit(main())

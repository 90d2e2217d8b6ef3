"""`python -m bench.growth`: plays the same in shops of three sizes, and keeps what it takes.

Writes docs/counted/growth.json, from which the page's section is made; exit 1 if something grows.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.growth.kept import KEPT, grown
from bench.growth.section import section
from bench.growth.sizes import count
from harness.template import Template, synthesize


def main() -> int:
    with TemporaryDirectory(prefix="bench-assembly-") as folder:
        template = Template(synthesize(Path(folder)))
    found = count(template)
    print(section())
    print(f"Wrote {KEPT}", file=sys.stderr)
    more = grown(found)
    for line in more:
        print(f"grows: {line}", file=sys.stderr)
    return 1 if more else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m infra.bundles cdk.out`: prints the sizes of what is shipped; exit 1 if it is not sound."""

import sys
from pathlib import Path

from infra.bundles.assembly import check_bundles, sizes

SHOWN = 20

if __name__ == "__main__":
    assembly = Path(sys.argv[1])
    print("\n".join(sizes(assembly)))
    problems = check_bundles(assembly)
    for problem in problems[:SHOWN]:
        print(f"bundles: {problem}", file=sys.stderr)
    if len(problems) > SHOWN:
        print(f"bundles: and {len(problems) - SHOWN} more", file=sys.stderr)
    sys.exit(1 if problems else 0)

"""What the shop is made of: `python -m gates.supply [check|sbom|renew]`.

check: the bill of materials is true to the locks, licences are allowed, no weakness is known (offline).
sbom: write the bill anew. renew: ask for advisories over the network, keep them, and check.
Exit status: 0 clean, 1 findings, 2 bad usage, or nobody to ask.
"""

import sys
from datetime import UTC, datetime

from gates.finding import Checked
from gates.supply import advisories, sbom
from gates.supply.check import check_supply
from gates.supply.locks import packages


def main(arguments: list[str]) -> int:
    match arguments:
        case [] | ["check"]:
            return _report(check_supply())
        case ["sbom"]:
            sbom.FILE.write_text(sbom.text())
            print(f"Wrote {sbom.FILE.name}")
            return 0
        case ["renew"]:
            return _renew()
    print("usage: python -m gates.supply [check|sbom|renew]", file=sys.stderr)
    return 2


def _renew() -> int:
    try:
        advisories.renew(packages(), datetime.now(UTC).date())
    except advisories.NoAnswer as silence:
        print(f"gates: the snapshot stays as it was: {silence}", file=sys.stderr)
        return 2
    return _report(check_supply())


def _report(checked: Checked) -> int:
    print(checked.looked_at)
    for finding in checked.findings:
        print(finding)
    print(f"{len(checked.findings)} findings" if checked.findings else "clean")
    return 1 if checked.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

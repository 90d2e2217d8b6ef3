"""`make bench-flash`: a flash sale on a shop of its own, audited.

Environment: BUYERS (default 2000) want one unit each of UNITS (default 500), all at the same moment; DECLINED
is the share of cards that are declined (default 0). Exit status: 0 if all went as promised, 1 if not, 2 if it
could not be played as asked.
"""

import sys
import tempfile
from pathlib import Path

from bench.flash_sale.sale import play, report
from local.given import BadSetting, number
from local.running import DidNotStart, Running


def main() -> int:
    try:
        buyers, units = int(number("BUYERS", 2000, 1, 20_000)), int(number("UNITS", 500, 1, 20_000))
        declined = number("DECLINED", 0.0, 0.0, 0.5)
        return _play(buyers, units, declined)
    except (BadSetting, DidNotStart) as wrong:
        print(f"bench-flash: {wrong}", file=sys.stderr)
        return 2


def _play(buyers: int, units: int, declined: float) -> int:
    with tempfile.TemporaryDirectory(prefix="paidonce-flash-") as folder:
        # Nobody's packing is given up while buyers keep the machine busy.
        run = Running.start(Path(folder) / "home", patience="unhurried")
        try:
            sale = play(run, buyers, units, declined)
        finally:
            run.stop()
    faults = sale.faults()
    print(report(sale))
    print("\n".join([f"Not as promised: {len(faults) or 'nothing'}", *(f"  {one}" for one in faults)]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

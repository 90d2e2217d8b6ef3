"""`make bench-live`: how long a change of an order takes to reach an open page of the local run.

    SOCKETS=2000 KILLS=1 make bench-live

SOCKETS pages are open (200), SHOPPERS of them buy (50), RATE checkouts a second (2) for SECONDS (30); with
KILLS a worker of the functions is killed every two seconds. Those pages are clients of the socket; beside
them stand WINDOWS (1) of a Chromium, a customer's and an operator's page of one order after the other. Prints
how long changes took from their commit to the socket, by the kind of event, and until they stood in the real
pages. Exit status: 1 if a page was told of another's order, or does not show one of its own as it is in the
end, 2 if it could not be played as asked; of time nothing is asked.
"""

import asyncio
import sys

from bench.live.crowd import Crowd, Plan
from bench.live.report import report
from bench.live.windows import NoBrowser, Windows
from bench.local_run.shop import running_shop
from local.given import BadSetting, number
from local.running import DidNotStart


def main() -> int:
    try:
        plan = _plan()
        with running_shop(kitchen=True) as run:
            crowd, windows = Crowd(run, plan), Windows(run, plan.windows)
            asyncio.run(_plays(crowd, windows))
    except NoBrowser:
        print("bench-live: no Chromium here (Debian has it as chromium): WINDOWS=0", file=sys.stderr)
        return 2
    except (BadSetting, DidNotStart) as wrong:
        print(f"bench-live: {wrong}", file=sys.stderr)
        return 2
    print(report(plan, crowd, windows))
    return 1 if crowd.foreign or crowd.behind or windows.behind else 0


async def _plays(crowd: Crowd, windows: Windows) -> None:
    async with windows.opened():
        await crowd.plays(beside=windows.watching)


def _plan() -> Plan:
    return Plan(
        windows=int(number("WINDOWS", 1, 0, 20)),
        sockets=int(number("SOCKETS", 200, 1, 10_000)),
        shoppers=int(number("SHOPPERS", 50, 1, 1000)),
        rate=int(number("RATE", 2, 1, 50)),
        seconds=int(number("SECONDS", 30, 1, 3600)),
        kills=bool(number("KILLS", 0, 0, 1)),
    )


if __name__ == "__main__":
    sys.exit(main())

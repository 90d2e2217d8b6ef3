"""`make bench-live`: how long a change of an order takes to reach an open page of the local run.

    SOCKETS=2000 KILLS=1 make bench-live

SOCKETS pages are open (200), SHOPPERS of them buy (50), RATE checkouts a second (2) for SECONDS (30); with
KILLS a worker of the functions is killed every two seconds. Prints how long changes took from their commit to
the page, by the kind of event. Exit status: 1 if a page was told of another's order, or does not show one of
its own as it is in the end; of time nothing is asked.
"""

import asyncio
import os
import sys

from bench.live.crowd import Crowd, Plan
from bench.live.report import report
from bench.local_run.shop import running_shop


def main() -> int:
    plan = Plan(
        sockets=_number("SOCKETS", 200),
        shoppers=_number("SHOPPERS", 50),
        rate=_number("RATE", 2),
        seconds=_number("SECONDS", 30),
        kills=bool(_number("KILLS", 0)),
    )
    with running_shop(kitchen=True) as run:
        crowd = Crowd(run, plan)
        asyncio.run(crowd.plays())
    print(report(plan, crowd))
    return 1 if crowd.foreign or crowd.behind else 0


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


if __name__ == "__main__":
    sys.exit(main())

"""`make bench-local`: how many checkouts a second the local run makes, at what cost, beside a peer.

Starts shops of its own in folders of their own: without the kitchen, then with it. Prints tables and writes
docs/measured/local-run.json, from which docs/performance.md takes its section. PEERS (or `--peers FOLDER`)
names the peers' folder; `--no-peer` leaves them out, `--without-kitchen-only` the second shop, `--scale 0.2`
plays so many of the orders. Exit status: 1 if an audit found a broken promise.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench.local_run import peers
from bench.local_run.processes import CpuClock, memory_mb
from bench.local_run.rounds import PLANS, WARM_UP, play
from bench.local_run.section import NAME, REPEAT, tables
from bench.local_run.shop import running_shop
from bench.measured import write_measured
from local.aws.functions import IDLE_SECONDS, LOOK_SECONDS

WITHOUT, WITH = "Without the kitchen (`KITCHEN=off`)", "With the kitchen at work behind it"


def main() -> int:
    options = _options()
    runs = [_run(WITHOUT, scale=options.scale, kitchen=False)]
    why_not = "left out" if options.no_peer else peers.missing(options.peers)
    if why_not:
        _say(f"No peer: {why_not}")
    beside = {} if why_not else peers.measure(options.peers, _say)
    if not options.without_kitchen_only:
        runs.append(_run(WITH, scale=options.scale, kitchen=True))
    measured = write_measured(NAME, REPEAT, {"runs": runs, "peers": beside, "no_peer": why_not})
    print("\n\n".join(tables(measured)))
    return 0 if all(run["audit_ok"] for run in runs) else 1


def _run(title: str, *, scale: float, kitchen: bool) -> dict[str, Any]:
    """One shop through all rounds."""
    _say(f"A shop: {title}")
    with running_shop(kitchen=kitchen) as run, CpuClock(run.process.pid) as clock:
        play(run, clock, WARM_UP)
        rounds = []
        for plan in PLANS:
            _say(f"  {plan.name}")
            rounds.append(play(run, clock, plan.scaled(scale)))
        busy = memory_mb(run.process.pid)
        time.sleep(IDLE_SECONDS + 2 * LOOK_SECONDS)
        idle = memory_mb(run.process.pid)
        report = run.audit()
    if not report["ok"]:
        _say(f"The audit: {json.dumps(report)[:2000]}")
    return {
        "title": title,
        "rounds": [one.as_dict() for one in rounds],
        "orders": WARM_UP.carts + sum(one.orders for one in rounds),
        "pss_mb_busy": round(busy, 1),
        "pss_mb": round(idle, 1),
        "audit_ok": report["ok"],
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.local_run")
    default = Path(os.environ.get("PEERS") or peers.DEFAULT)
    parser.add_argument("--peers", type=Path, default=default, help="folder of the peers' scripts")
    parser.add_argument("--no-peer", action="store_true", help="measure the local run alone")
    parser.add_argument("--without-kitchen-only", action="store_true", help="no second shop with the kitchen")
    parser.add_argument("--scale", type=float, default=1.0, help="so many of the orders")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""Lets a shop come to rest: nothing in flight, everything that came back inspected, refunded and closed."""

import json
import time
from dataclasses import dataclass
from typing import Any

from local.running import Running

STILL_SECONDS = 300  # longer than the sweep and the brisk patience take
PAUSE_SECONDS = 3.0
MOST_LOOKS = 2000
REQUESTED = "REQUESTED"


@dataclass(frozen=True)
class Rest:
    """`audit` is the last report; `rested` tells whether nothing was in flight any more; `mismatches`, by
    class, are what the reconcile job finds between the payments of the provider and ours."""

    audit: dict[str, Any]
    rested: bool
    returned: int
    mismatches: dict[str, int]


def come_to_rest(run: Running) -> Rest:
    """Does what somebody on call would, once the trouble is over: presses the button of what stands before an
    operator, accepts what came back."""
    accepted: set[str] = set()
    seen, moved = "", time.monotonic()
    for _ in range(MOST_LOOKS):
        returns = _open_returns(run)
        report = run.audit()
        quiet = not report["in_flight"] and not returns
        if (now := repr((report, returns))) != seen:
            seen, moved = now, time.monotonic()
        if quiet or time.monotonic() - moved > STILL_SECONDS:
            break
        for one in returns:
            if one["status"] == REQUESTED:
                run.ops("accept-return", one["return_id"], "--yes")
                accepted.add(one["return_id"])
        run.ops("retry-stuck", "--all", "--yes")
        time.sleep(PAUSE_SECONDS)
    found = json.loads(run.ops("reconcile", "--until-now", "--dry-run").stdout)
    return Rest(report, quiet, len(accepted), found["mismatches"])


def _open_returns(run: Running) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run.ops("list-returns").stdout)["returns"]
    return found

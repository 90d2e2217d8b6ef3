"""Lets a shop come to rest: nothing in flight, everything that came back inspected, refunded and closed."""

import json
import time
from dataclasses import dataclass
from typing import Any

from local.running import Running

REST_SECONDS = 300
PAUSE_SECONDS = 3.0
REQUESTED = "REQUESTED"


@dataclass(frozen=True)
class Rest:
    """`audit` is the last report; `rested` tells whether nothing was in flight any more."""

    audit: dict[str, Any]
    rested: bool
    returned: int


def come_to_rest(run: Running) -> Rest:
    """Does what somebody on call would, once the trouble is over: presses the button of what stands before an
    operator, accepts what came back."""
    end = time.monotonic() + REST_SECONDS
    accepted: set[str] = set()
    while True:
        returns = _open_returns(run)
        report = run.audit()
        quiet = not report["in_flight"] and not returns
        if quiet or time.monotonic() > end:
            return Rest(report, quiet, len(accepted))
        for one in returns:
            if one["status"] == REQUESTED:
                run.ops("accept-return", one["return_id"], "--yes")
                accepted.add(one["return_id"])
        run.ops("retry-stuck", "--all", "--yes")
        time.sleep(PAUSE_SECONDS)


def _open_returns(run: Running) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run.ops("list-returns").stdout)["returns"]
    return found

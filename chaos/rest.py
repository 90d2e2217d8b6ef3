"""Lets a shop come to rest: nothing in flight, or what is left stands before an operator."""

import time
from typing import Any

from local.running import Running

REST_SECONDS = 300
PAUSE_SECONDS = 3.0


def come_to_rest(run: Running) -> tuple[dict[str, Any], bool]:
    """The last audit's report, and whether nothing was in flight any more. Presses the operator's button for
    what has parked meanwhile, as somebody on call would once the trouble is over."""
    end = time.monotonic() + REST_SECONDS
    while True:
        report = run.audit()
        if not report["in_flight"] or time.monotonic() > end:
            return report, not report["in_flight"]
        run.ops("retry-stuck", "--all", "--yes")
        time.sleep(PAUSE_SECONDS)

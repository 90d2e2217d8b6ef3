"""List the jobs that operators asked for."""

from typing import Any

from functions.operations.unreadable import named
from functions.operator import jobs_store
from functions.shared.items import Aside


def list_jobs(limit: int, start: str = "") -> tuple[dict[str, Any], str]:
    """`{jobs, unreadable}`, the newest first, and the place that the next page starts at, empty at the
    end."""
    aside: Aside = {}
    jobs, left = jobs_store.newest(limit, start, aside)
    return {"jobs": [job.shown() for job in jobs], "unreadable": named(aside)}, left

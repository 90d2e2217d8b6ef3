"""List what was changed by hand: on a day, or of one target."""

from itertools import islice
from typing import Any

from functions.operations.unreadable import named
from functions.operator import journal_store
from functions.shared.items import Aside


def list_changes(day: str, target: str | None, limit: int) -> dict[str, Any]:
    """`{entries, unreadable, more}`: those of a UTC day, or of a target (an id, a SKU, a queue) on any day,
    the newest first, at most `limit`."""
    aside: Aside = {}
    most = limit + 1
    if target is not None:
        found = journal_store.of_target(target, aside, newest=most)
    else:
        found = journal_store.of_day(day, aside, newest=most)
    entries = list(islice(found, most))
    return {
        "entries": [one.shown() for one in entries[:limit]],
        "unreadable": named(aside),
        "more": len(entries) > limit,
    }

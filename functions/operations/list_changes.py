"""List what was changed by hand: on a day, or of one target."""

from datetime import date
from typing import Any

from functions.operations.unreadable import named
from functions.operator import journal_store
from functions.shared import clock
from functions.shared.items import Aside


def list_changes(
    day: date | None, target: str | None, limit: int, start: str = ""
) -> tuple[dict[str, Any], str]:
    """`{entries, unreadable}`: those of a UTC day, or of a target (an id, a SKU, a queue) on any day, the
    newest first, and the place that the next page starts at, empty at the end. Without a `day` it
    is that of the place, or today."""
    aside: Aside = {}
    if target is not None:
        entries, left = journal_store.page_of_target(target, limit, start, aside)
    else:
        on = day.isoformat() if day else journal_store.day_of(start or clock.timestamp(clock.now()))
        entries, left = journal_store.page_of_day(on, limit, start, aside)
    return {"entries": [one.shown() for one in entries], "unreadable": named(aside)}, left

"""`list-stuck`: what stands in front of an operator, and why."""

from typing import Any

from functions.operations.list_stuck import list_stuck as list_longest_stuck
from ops.arguments import MAX_LISTED
from ops.unreadable import with_unreadable


def list_stuck() -> dict[str, Any]:
    """Of both kinds, those that have waited longest first. `unreadable`, where there are such: what cannot be
    read, and what the sweep could not look after."""
    found, _ = list_longest_stuck(MAX_LISTED)
    return with_unreadable({"stuck": found["stuck"]}, found["set_aside"] + found["unreadable"])

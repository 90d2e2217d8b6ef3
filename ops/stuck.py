"""`list-stuck`: what stands in front of an operator, and why."""

from typing import Any

from functions.operations.find_stuck import unanswered
from functions.operations.sweep_again import listed
from functions.shared.items import Aside
from ops.unreadable import with_unreadable


def list_stuck() -> dict[str, Any]:
    """Of both kinds, those that have waited longest first. `unreadable`, where there are such: what cannot be
    read, and what the sweep could not look after."""
    aside: Aside = {}
    stuck = [one.entry() for one in unanswered(aside)]
    return with_unreadable({"stuck": stuck}, listed(aside))

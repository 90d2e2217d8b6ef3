"""List what stands in front of an operator, page by page."""

from typing import Any

from functions.operations.stuck_page import stuck_page
from functions.operations.unreadable import named, still_aside


def list_stuck(limit: int, start: str = "") -> tuple[dict[str, Any], str]:
    """`{stuck, set_aside, unreadable}`: orders and returns that wait for an answer, what the sweep could not
    look after, and what of all that cannot be read; at most `limit` together, and the place that the next
    page starts at, empty at the end."""
    page = stuck_page(limit, start)
    return {
        "stuck": [one.entry() for one in page.stopped],
        "set_aside": [mark.shown() for mark in page.marks if still_aside(mark)],
        "unreadable": named(page.aside),
    }, page.next

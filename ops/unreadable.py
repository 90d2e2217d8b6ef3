"""How commands show what cannot be read."""

from typing import Any


def with_unreadable(report: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    """The report, which says `unreadable` only where something is."""
    return report | ({"unreadable": found} if found else {})

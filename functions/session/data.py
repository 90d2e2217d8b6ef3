"""Session data: what a page remembers for its session, such as a half-filled checkout."""

import json
from datetime import timedelta
from typing import Any

MAX_BYTES = 8192
"""Of the object as it is kept: JSON in UTF-8 without blanks between its parts."""

MAX_DEPTH = 16
"""Levels of objects and lists, the outermost one included."""

KEPT_FOR = timedelta(days=7)
"""Since it was last written or read: as long as a token is good."""

RENEWED_AFTER = timedelta(hours=1)
"""Whoever reads renews it no more often, so that most reads write nothing."""

REMEMBERED_FOR = timedelta(hours=1)
"""That it was deleted: longer than any write that is late can be on its way."""


class DataRefused(Exception):
    """No session data; the message says what to change."""


def check_data(given: Any) -> str:
    """The object as it is kept. Raises DataRefused."""
    if not isinstance(given, dict):
        raise DataRefused("A JSON object is expected")
    if not _shallow(given):
        raise DataRefused(f"Objects and lists may be nested {MAX_DEPTH} levels deep")
    try:
        text = json.dumps(given, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(text.encode())
    except ValueError:
        raise DataRefused("Numbers must be finite, and texts without half characters") from None
    if size > MAX_BYTES:
        raise DataRefused(f"{MAX_BYTES} bytes are kept, as JSON without blanks; these are {size}")
    return text


def read_data(kept: str | None) -> dict[str, Any]:
    """The object that was kept; an empty one where it is gone."""
    found: dict[str, Any] = json.loads(kept) if kept else {}
    return found


def to_be_renewed(left: timedelta) -> bool:
    """Whether who reads it renews it, by how long it would still be kept."""
    return left < KEPT_FOR - RENEWED_AFTER


def _shallow(value: Any) -> bool:
    """Level by level: recursion would end where Python's does."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [part for one in level for part in _parts(one)]
        if not any(isinstance(one, dict | list) for one in level):
            return True
    return False


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []

"""The schema of an order's events, and how older ones are brought up to date."""

from collections.abc import Callable
from typing import Any

SCHEMA_VERSION = 3

Data = dict[str, Any]


def _items_unknown(data: Data) -> Data:
    """The first schema did not say what was ordered."""
    return data | {"items": None}


def _charge_unknown(data: Data) -> Data:
    """The second schema did not say what was charged: what was delivered, always (history.py)."""
    return data | {"charged": None}


def _accepted_whole(data: Data) -> Data:
    """The second schema knew no returns that were accepted in part, and did not say by which way the money
    went back: by other ways than the card where an operator settled the return, which was the one reason."""
    given, nothing = data["refund"], data["refund"] | {"amount": 0}
    to_card, otherwise = (nothing, given) if "settled" in data else (given, nothing)
    return data | {"declined": {}, "refund": to_card, "given_back": otherwise}


UPCASTS: dict[tuple[str, int], Callable[[Data], Data]] = {
    ("OrderPlaced", 1): _items_unknown,
    ("OrderCompleted", 2): _charge_unknown,
    ("ReturnRefunded", 2): _accepted_whole,
}
"""By event type and the schema version that is left behind; what is not named here did not change."""


def upcast(event_type: str, data: Data, schema_version: int) -> Data:
    """The data of an event as the current schema has it. A schema newer than this code is left as it is:
    schemas only add."""
    for version in range(schema_version, SCHEMA_VERSION):
        step = UPCASTS.get((event_type, version))
        data = step(data) if step else data
    return data

"""What an order's log tells of disputes: a customer had the bank ask a charge back (payment/disputes.py has
their states)."""

from collections.abc import Mapping
from typing import Any

Told = dict[str, Any]
"""A dispute as the log last told of it: its `state`, the `amount` it is about and what of it is `taken`, both
in minor units."""

EVENTS = {
    "INQUIRY": "DisputeOpened",
    "OPEN": "DisputeOpened",
    "WON": "DisputeWon",
    "LOST": "DisputeLost",
    "CLOSED": "DisputeClosed",
}
"""What a dispute's coming to a state is called in the log."""

FUNDS_MOVED = "DisputeFundsMoved"
"""The bank took money, or gave it back, and the state is as it was."""

DISPUTE_EVENTS = frozenset(EVENTS.values()) | {FUNDS_MOVED}

_SHOWN = ("OPEN", "LOST", "INQUIRY", "WON")


def event_of(before: Told | None, now: Told) -> str:
    """The type of the event that tells of it."""
    moved = before is None or before["state"] != now["state"]
    return EVENTS[now["state"]] if moved else FUNDS_MOVED


def shown_of(disputes: Mapping[str, Told]) -> str | None:
    """The state that an order is shown with: of several disputes the one that weighs most. None without
    disputes, and where an inquiry came to nothing."""
    states = {one["state"] for one in disputes.values()}
    return next((one for one in _SHOWN if one in states), None)

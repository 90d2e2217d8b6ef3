"""How long this deployment waits for what: seconds in environment variables, set by infra/settings.py."""

import os
from datetime import datetime, timedelta

from functions.shared import clock

CHECKOUT_DUE = "CHECKOUT_DUE_SECONDS"
RETURN_DUE = "RETURN_DUE_SECONDS"
PACKING = "PACKING_SECONDS"
SILENCE = "SILENCE_SECONDS"
HOLD_MARGIN = "HOLD_MARGIN_SECONDS"


def span(variable: str) -> timedelta:
    """The time that the variable gives."""
    return timedelta(seconds=int(os.environ[variable]))


def due_at(variable: str, now: datetime) -> str:
    """When (RFC 3339) the sweep looks after something that was begun `now`."""
    return clock.timestamp(now + span(variable))

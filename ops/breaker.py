"""`show-breaker`: where the payment provider's circuit stands."""

from datetime import UTC, datetime
from typing import Any

from functions.payment import breaker
from functions.shared import clock


def show_breaker() -> dict[str, Any]:
    """`probes_from`: until then every new checkout is refused, from then on a few are let through. Times in
    RFC 3339."""
    record = breaker.standing()
    opened = record.opened_at
    return {
        "circuit": record.state.value,
        "opened_at": _text(opened) if opened is not None else None,
        "probes_from": _text(opened + breaker.RECOVERY_SECONDS) if opened is not None else None,
        "failures": record.failure_count,
    }


def _text(seconds: int) -> str:
    return clock.timestamp(datetime.fromtimestamp(seconds, UTC))

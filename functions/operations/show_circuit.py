"""Where the payment provider's circuit stands, as an operator is shown it."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.circuit_breaker.persistence import CircuitStateRecord

from functions.payment import breaker
from functions.shared import clock


def show_circuit(record: CircuitStateRecord) -> dict[str, Any]:
    """`{circuit, opened_at, probes_from, failures}`: until `probes_from` every new checkout is refused, from
    then on a few are let through. Times in RFC 3339."""
    opened = record.opened_at
    return {
        "circuit": record.state.value,
        "opened_at": _text(opened) if opened is not None else None,
        "probes_from": _text(opened + breaker.RECOVERY_SECONDS) if opened is not None else None,
        "failures": record.failure_count,
    }


def _text(seconds: int) -> str:
    return clock.timestamp(datetime.fromtimestamp(seconds, UTC))

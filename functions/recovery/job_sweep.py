"""The sweep's Lambda entry point, run on a schedule and when an execution fails, times out or is aborted."""

from typing import Any

from functions.recovery.sweep_orders import sweep, sweep_orders
from functions.shared import ids
from functions.shared.observe import plain_failures


@plain_failures()
def handle(event: dict[str, Any], _context: Any) -> dict[str, int]:
    """In: a scheduled event, or EventBridge's `Step Functions Execution Status Change`."""
    detail = event.get("detail") or {}
    if "executionArn" in detail:
        subject, _ = ids.subject_and_run(detail["name"])
        return {"started": int(sweep(subject))}
    return {"started": sweep_orders()}

"""The sweep's Lambda entry point, run on a schedule and when an execution fails, times out or is aborted."""

from typing import Any

from functions.recovery.sweep_orders import sweep, sweep_orders


def handle(event: dict[str, Any], _context: Any) -> dict[str, int]:
    """In: a scheduled event, or EventBridge's `Step Functions Execution Status Change`."""
    detail = event.get("detail") or {}
    if "executionArn" in detail:
        return {"started": int(sweep(_subject_of(detail["name"])))}
    return {"started": sweep_orders()}


def _subject_of(execution: str) -> str:
    return execution.partition("-")[0]

"""The reconcile job's Lambda entry point, run every hour. A part that runs out of time hands the rest to
another invocation of the same function."""

import json
from dataclasses import asdict
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from functions.recovery.reconcile_payments import Progress, Reconciliation, begin
from functions.shared.observe import count, logger

RESERVE_MILLIS = 240_000
"""For the second look at what is suspected, and for the cures."""
MOST_PARTS = 12


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """In: a scheduled event, or `{progress}` from the part before. What this part saw and did."""
    progress = Progress(**event["progress"]) if "progress" in event else begin()
    part = Reconciliation()
    rest = part.run(progress, lambda: context.get_remaining_time_in_millis() > RESERVE_MILLIS)
    summary = part.summary.as_dict()
    logger.info("payments reconciled", extra=summary | {"part": progress.part, "more": rest is not None})
    if rest is not None:
        _hand_on(context.function_name, rest)
    return summary


def _hand_on(function: str, rest: Progress) -> None:
    if rest.part > MOST_PARTS:
        logger.error("payments not reconciled to the end", extra={"parts": MOST_PARTS})
        count("ReconcileUnfinished")
        return
    payload = json.dumps({"progress": asdict(rest)})
    _lambda().invoke(FunctionName=function, InvocationType="Event", Payload=payload)


@cache
def _lambda() -> Any:
    config = Config(connect_timeout=1, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
    return boto3.client("lambda", config=config)

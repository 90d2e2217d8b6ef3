"""The reconcile job's Lambda entry point: short runs every hour, a whole one every day. A part that runs out
of time hands the rest to another invocation of the same function."""

import json
from dataclasses import asdict
from typing import Any

from functions.operator import jobs_store
from functions.recovery.reconcile_payments import Progress, Reconciliation, begin
from functions.shared import aws
from functions.shared.observe import count, logger, plain_failures

RESERVE_MILLIS = 240_000
"""For the second look at what is suspected, and for the cures."""
MOST_PARTS = 12
"""Lambda itself ends a chain of invocations that looks like a loop: after about sixteen."""


@plain_failures()
def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """In: `{short}` by schedule, `{short, dry_run, job}` where an operator asked for it, or the same with the
    `progress` of the part before. What this part saw and did, which the operator's job is told of, too."""
    going_on, job = event.get("progress"), event.get("job")
    progress = Progress(**going_on) if going_on else begin(short=event.get("short", False))
    part = Reconciliation(dry_run=event.get("dry_run", False))
    rest = part.run(progress, lambda: context.get_remaining_time_in_millis() > RESERVE_MILLIS)
    summary = part.summary.as_dict()
    logger.info("payments reconciled", extra=summary | {"part": progress.part, "more": rest is not None})
    unfinished = rest is not None and rest.part > MOST_PARTS
    if job is not None:
        state = jobs_store.State.FAILED if unfinished else jobs_store.State.DONE
        jobs_store.tell_part(job, progress.part, summary, None if rest and not unfinished else state)
    if unfinished:
        logger.error("payments not reconciled to the end", extra={"parts": MOST_PARTS})
        count("ReconcileUnfinished")
    elif rest is not None:
        _hand_on(context.function_name, event | {"progress": asdict(rest)})
    return summary


def _hand_on(function: str, event: dict[str, Any]) -> None:
    payload = json.dumps(event)
    aws.client("lambda", read_seconds=5, tries=3).invoke(
        FunctionName=function, InvocationType="Event", Payload=payload
    )

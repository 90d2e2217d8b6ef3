"""Ask for work that takes longer than a call may: it is written down as a job and begun.

The job is written first, then whoever works on it is told. Who dies in between has not been answered: their
repeat finds the job, and tells again; a job that is told of twice is worked on once a step.
"""

import json
import os
from typing import Any

from functions.operator import jobs_store
from functions.operator.jobs_store import Job, State
from functions.shared import aws

RECONCILE = "reconcile"


def ask_for_job(job: Job, target: str) -> tuple[Job, bool]:
    """The job as it now stands, and whether this request was made before. Raises KeyReused."""
    new = jobs_store.begin(job, target)
    standing = job if new else jobs_store.load(job.job_id)
    assert standing is not None  # noqa: S101 - jobs are kept for good
    if standing.state is State.RUNNING and standing.steps == 0:
        _tell(standing)
    return standing, not new


def _tell(job: Job) -> None:
    if job.kind == RECONCILE:
        _invoke_reconcile(job)
    else:
        tell_worker(job.job_id)


def tell_worker(job_id: str) -> None:
    """Have the next step of a job taken."""
    message = json.dumps({"job_id": job_id})
    aws.client("sqs").send_message(QueueUrl=os.environ["JOBS_QUEUE"], MessageBody=message)


def _invoke_reconcile(job: Job) -> None:
    event: dict[str, Any] = {"job": job.job_id, **job.what}
    aws.client("lambda").invoke(
        FunctionName=os.environ["RECONCILE_FUNCTION"], InvocationType="Event", Payload=json.dumps(event)
    )

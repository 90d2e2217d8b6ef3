"""The queue of steps to be taken of operators' jobs."""

import json
from typing import Any

from functions.operations.work_on_job import work_on_job
from functions.shared.messages import Failures, work_through
from functions.shared.observe import plain_failures

RESERVE_MILLIS = 60_000
"""For the message that is worked on, and for writing down what was done."""


@plain_failures()
def handle(event: dict[str, Any], context: Any) -> Failures:
    """In: messages `{job_id}`."""

    def work(body: str) -> None:
        work_on_job(
            json.loads(body)["job_id"], lambda: context.get_remaining_time_in_millis() > RESERVE_MILLIS
        )

    return work_through(event, work, in_order=False)

"""Take one step of a job that an operator asked for: as much as one invocation may do, written down with
where to go on. Whoever dies is repeated from there; two who take the same step do work that finds itself
done, and one of them writes it down."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from functions.operations.ask_for_job import tell_worker
from functions.operations.change_stock import count_stock
from functions.operations.dead_letters import deployed_queues, named, waiting
from functions.operations.errors import OperationRefused
from functions.operations.redrive import HasTime, Redriven, redrive_some
from functions.operations.retry_all import Wanted, retry_page
from functions.operator import jobs_store
from functions.operator.jobs_store import Job, State
from functions.relay.rebuild_views import rebuild_views
from functions.relay.replay_events import replay_events
from functions.shared import ids
from functions.shared.observe import logger

MOST_STEPS = 1000
MESSAGES = 100
"""So many of a queue are one step: its progress is seen, and a step that is repeated repeats no more."""

Progress = dict[str, Any]
Took = tuple[Progress, State]


def work_on_job(job_id: str, has_time: HasTime) -> None:
    """One step, and word to whoever takes the next. Raises whatever keeps it from being taken."""
    job = jobs_store.load(job_id)
    if job is None or job.state is not State.RUNNING:
        return
    progress, state = _STEPS[job.kind](job, has_time)
    if state is State.RUNNING and job.steps + 1 >= MOST_STEPS:
        state = State.FAILED
    moved = jobs_store.advance(job, progress, state)
    if moved and state is State.RUNNING:
        tell_worker(job_id)
    if moved and state is not State.RUNNING:
        logger.info("job ended", extra={"job_id": job_id, "kind": job.kind, "state": state.value})


def _redrive(job: Job, has_time: HasTime) -> Took:
    """The next part of the first queue that is not done: `{queue: {waiting, seen, redriven, done}}`."""
    queues: list[str] = job.what["queues"]
    progress: Progress = dict(job.progress)
    name = next((one for one in queues if not progress.get(one, {}).get("done")), None)
    if name is None:
        return progress, State.DONE
    queue = named(name, deployed_queues())
    before: Mapping[str, Any] = progress.get(name) or {"waiting": waiting(queue), "seen": 0, "redriven": 0}
    left = before["waiting"] - before["seen"]
    found = redrive_some(queue, min(left, MESSAGES), has_time)
    seen = before["seen"] + found.seen
    progress[name] = {
        "waiting": before["waiting"],
        "seen": seen,
        "redriven": before["redriven"] + found.done,
        "done": not found.seen or seen >= before["waiting"],
    } | _wrong(found)
    ended = all(progress.get(one, {}).get("done") for one in queues)
    return progress, State.DONE if ended else State.RUNNING


def _wrong(found: Redriven) -> Progress:
    """What keeps messages where they are; of several steps, the last that met such."""
    broken = {"broken": found.broken} if found.broken else {}
    return broken | ({"unreadable": found.unreadable} if found.unreadable else {})


def _rebuild(_job: Job, _has_time: HasTime) -> Took:
    return asdict(rebuild_views()), State.DONE


def _replay(job: Job, _has_time: HasTime) -> Took:
    found = replay_events([(job.what["from"], job.what["to"])])
    return asdict(found), State.FAILED if found.left else State.DONE


def _count(job: Job, _has_time: HasTime) -> Took:
    """Under a receipt that is named after the job: who counts again finds it signed."""
    receipt = ids.receipt_of_job(job.job_id)
    try:
        counted = count_stock(job.what["sku"], job.what["counted"], job.signed, receipt=receipt)
    except OperationRefused as refused:
        return {"error": str(refused)}, State.FAILED
    return counted, State.DONE


def _retry(job: Job, _has_time: HasTime) -> Took:
    """The next page of what stands before an operator."""
    progress = retry_page(Wanted(**job.what), job.signed, job.progress)
    if "next" in progress:
        return progress, State.RUNNING
    return progress, State.FAILED if progress["failed"] else State.DONE


_STEPS: dict[str, Callable[[Job, HasTime], Took]] = {
    "redrive-dead-letters": _redrive,
    "count-stock": _count,
    "rebuild-views": _rebuild,
    "replay-events": _replay,
    "retry-stuck": _retry,
}

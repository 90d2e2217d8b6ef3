"""The queues that functions and warehouses work from: what waits in them, and whether anybody works on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from functions.operations.dead_letters import sqs
from functions.operations.queues import ages, depth
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.shared import clock
from ops.dead_letters import stacks
from ops.errors import CommandError

FAILURES = "Failures"
_HASH = re.compile(r"[0-9A-F]{8}$")


@dataclass(frozen=True)
class WorkQueue:
    """`name` as the runbook calls it, `called` as SQS does."""

    name: str
    called: str


def show_queues() -> dict[str, Any]:
    """`{queues: [{queue, waiting, in_flight, held_back, oldest_seconds, workers}]}`; `workers` is `at work`,
    `paused`, or `outside` for a queue that others than our functions work from."""
    found = sorted(work_queues(), key=lambda one: one.name)
    oldest = ages([one.called for one in found], clock.now())
    return {
        "queues": [
            {"queue": one.name}
            | depth(one.called)
            | {"oldest_seconds": oldest[one.called], "workers": _workers(one)}
            for one in found
        ]
    }


def pause_queue(name: str, signed: Signed) -> dict[str, Any]:
    """Have our function work on this queue no more: what comes waits in it, for two weeks at most."""
    return _switch("pause-queue", name, signed, working=False)


def resume_queue(name: str, signed: Signed) -> dict[str, Any]:
    """Have our function work on it again. One that is at work already is left alone."""
    return _switch("resume-queue", name, signed, working=True)


def _switch(action: str, name: str, signed: Signed, *, working: bool) -> dict[str, Any]:
    """Raises CommandError. The journal is told first: no transaction holds a queue."""
    known = {one.name: one for one in work_queues()}
    queue = known.get(name)
    if queue is None:
        raise CommandError(f"there is no queue {name}: {', '.join(sorted(known))}")
    sources = _sources(queue)
    if not sources:
        raise CommandError(f"no function of ours works on {name}: whoever does is to be asked")
    journal_store.write_entries([Entry(action, name, signed)])
    for one in sources:
        _client("lambda").update_event_source_mapping(UUID=one["UUID"], Enabled=working)
    return {"queue": name, "workers": "at work" if working else "paused"}


def _workers(queue: WorkQueue) -> str:
    states = {one["State"] for one in _sources(queue)}
    if not states:
        return "outside"
    return "paused" if states & {"Disabled", "Disabling"} else "at work"


def _sources(queue: WorkQueue) -> list[dict[str, Any]]:
    url = sqs().get_queue_url(QueueName=queue.called)["QueueUrl"]
    arn = sqs().get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    found: list[dict[str, Any]] = _client("lambda").list_event_source_mappings(EventSourceArn=arn)[
        "EventSourceMappings"
    ]
    return found


def work_queues() -> Iterator[WorkQueue]:
    """All but those of dead letters. Raises CommandError."""
    formation = _client("cloudformation")
    for stack in stacks():
        for one in formation.describe_stack_resources(StackName=stack["StackName"])["StackResources"]:
            name = _HASH.sub("", one["LogicalResourceId"])
            if one["ResourceType"] == "AWS::SQS::Queue" and not name.endswith(FAILURES):
                yield WorkQueue(name, one["PhysicalResourceId"].rpartition("/")[2])


def _client(service: str) -> Any:
    config = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client(service, config=config)

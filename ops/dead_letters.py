"""`list-dead-letters`: every dead-letter queue of every stack, as the stacks' own outputs name them."""

from collections.abc import Iterator
from typing import Any

import boto3
from botocore.config import Config

from functions.operations import dead_letters
from functions.operations.dead_letters import DeadLetterQueue, entry_or_why_not
from ops.errors import CommandError

STACKS = "PaidOnce"
REDRIVE = "Redrive"
PAGES = 100


def list_dead_letters() -> dict[str, Any]:
    return {"queues": [entry_or_why_not(queue) for queue in dead_letter_queues()]}


def dead_letter_queues() -> list[DeadLetterQueue]:
    """By name."""
    found = []
    for output in _outputs():
        if output["OutputKey"].endswith(REDRIVE):
            kind, url, *target = output["OutputValue"].split()
            name = output["OutputKey"].removesuffix(REDRIVE)
            found.append(DeadLetterQueue(name, kind, url, target[0] if target else ""))
    return sorted(found, key=lambda queue: queue.name)


def named(name: str) -> DeadLetterQueue:
    """Raises TargetUnknown."""
    return dead_letters.named(name, dead_letter_queues())


def _outputs() -> Iterator[dict[str, str]]:
    for stack in stacks():
        yield from stack.get("Outputs", [])


def stacks() -> Iterator[dict[str, Any]]:
    """Of the shop, as CloudFormation describes them. Raises CommandError."""
    config = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})
    client: Any = boto3.client("cloudformation", config=config)
    request: dict[str, str] = {}
    for _ in range(PAGES):
        page = client.describe_stacks(**request)
        yield from (stack for stack in page["Stacks"] if stack["StackName"].startswith(STACKS))
        if "NextToken" not in page:
            return
        request = {"NextToken": page["NextToken"]}
    raise CommandError(f"more than {PAGES} pages of stacks")

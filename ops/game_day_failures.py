"""The six failures of a game day: what happens, how it is made to happen, where to look, what ends it.

`here` is what the command itself does to the shop that runs on this machine; where there is nothing, and for
a deployed shop, `by_hand` is what a person does. Words in capitals have to be filled in."""

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from functions.shared import aws
from ops.errors import CommandError
from ops.restore_drill import restore_drill
from ops.target import local_url, stack_outputs

SECONDS = 30
POISON = "this is no report of a warehouse"


@dataclass(frozen=True)
class Failure:
    name: str
    what: str
    by_hand: str
    look: tuple[str, ...]
    ends: str
    here: Callable[[], str] | None = None


def kill_worker() -> str:
    return _crash("worker")


def kill_provider() -> str:
    return _crash("provider")


def poison_queue() -> str:
    """A message that nobody can read, in the queue on which warehouses answer."""
    url = stack_outputs()["PackingResultsQueue"]
    aws.client("sqs").send_message(QueueUrl=url, MessageBody=POISON)
    return f"sent {POISON!r} to {url}"


def lose_tables() -> str:
    """The shop's own stay: what they are restored to is audited, bought from and deleted."""
    report = restore_drill(at=None, backups=True)
    return f"restored and bought from in {report['recovery_seconds']['bought_from']} s, ok: {report['ok']}"


def _crash(what: str) -> str:
    url = local_url()
    if url is None:
        raise CommandError("no shop with a crash bench runs here: start one with `make run`")
    request = urllib.request.Request(  # noqa: S310 - local_url is on this machine
        f"{url}/crash/kill",
        method="POST",
        data=json.dumps({"what": what}).encode(),
        headers={"Content-Type": "application/json", "Origin": url},
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
            return str(answer.read(500), errors="replace")
    except OSError as failed:
        raise CommandError(f"the crash bench did not kill the {what}: {failed}") from None


FAILURES = (
    Failure(
        "node-yanked",
        "A process that works on orders is gone, in the middle of whatever it did.",
        "aws lambda put-function-concurrency --function-name RESERVE_STOCK --reserved-concurrent-executions"
        " 0, and after a minute aws lambda delete-function-concurrency --function-name RESERVE_STOCK",
        ("python -m ops audit", "python -m ops list-stuck"),
        "Nobody has to do anything: the machines try again. Orders placed meanwhile end; the audit is ok.",
        kill_worker,
    ),
    Failure(
        "provider-silent",
        "The payment provider does not answer, or not in time.",
        "python -m ops --aws open-breaker --why 'game day' --yes, which refuses new checkouts as a silent"
        " provider would have them refused.",
        ("python -m ops show-breaker", "docs/runbook.md, The payment provider does not answer"),
        "The breaker closes by itself; or python -m ops close-breaker --why 'game day' --yes.",
        kill_provider,
    ),
    Failure(
        "throttled-table",
        "DynamoDB refuses what is more than so much a second of the table Orders.",
        "aws dynamodb update-table --table-name ORDERS_TABLE --on-demand-throughput"
        " MaxReadRequestUnits=5,MaxWriteRequestUnits=5. The embedded cloud throttles nothing: there, talk it"
        " through.",
        ("python -m ops audit", "python -m ops list-stuck", "python -m ops list-dead-letters"),
        "aws dynamodb update-table --table-name ORDERS_TABLE --on-demand-throughput"
        " MaxReadRequestUnits=-1,MaxWriteRequestUnits=-1",
    ),
    Failure(
        "poisoned-queue",
        "A message that nobody can read stands in the queue on which warehouses answer.",
        "aws sqs send-message --queue-url PACKING_RESULTS_QUEUE --message-body 'no report of a warehouse'",
        ("python -m ops list-dead-letters", "docs/runbook.md, Dead letters"),
        "Messages beside it are worked on. After five tries it is a dead letter, which a person reads and"
        " purges: aws sqs purge-queue.",
        poison_queue,
    ),
    Failure(
        "lost-region",
        "The tables are gone, or cannot be reached; copies are all that there is.",
        "python -m ops --aws restore-drill. With a second region: talk through close-region and fail-over.",
        ("docs/surviving.md, Going on from restored tables", "docs/surviving.md, A region is lost"),
        "The drill deletes what it restored. Its times are those that you would wait for.",
        lose_tables,
    ),
    Failure(
        "bad-release",
        "A release is out whose code or machine is wrong.",
        "Deploy a commit with a handler that raises to a shop that nobody buys from, and find out from the"
        " alarms alone which it is.",
        ("python -m ops list-stuck", "python -m ops list-dead-letters"),
        "git revert, make deploy; then python -m ops retry-stuck --all --why 'game day' --yes.",
    ),
)

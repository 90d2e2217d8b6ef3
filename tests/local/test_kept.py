"""What a run has stored is there for the next one: a cloud that was stopped goes on where it stood."""

import time
from pathlib import Path
from typing import Any

from tests.local.conftest import Cloud, deployed_cloud, running_cloud

QUEUE = "told.fifo"
HEARD_SECONDS = 600
QUEUED = {"FifoQueue": "true", "VisibilityTimeout": "1"}


def test_a_cloud_that_was_stopped_goes_on_where_it_stood_and_forgets_nothing(tmp_path: Path) -> None:
    with deployed_cloud(tmp_path) as before:
        table = before.outputs["Table"]
        _listens(before, table)
        _tells(before, table, "first")
        assert _heard(before, table, 2) == by_both("first")
        _forgets_functions(before)
        _tells(before, table, "last")

    with running_cloud(tmp_path) as after:
        assert _heard(after, table, 2) == by_both("first")
        _has_functions(after)
        assert _heard(after, table, 4) == by_both("first", "last")
        _tells(after, table, "second")
        assert _heard(after, table, 6) == by_both("first", "last", "second")


def by_both(*told: str) -> list[str]:
    """By the queue and by the table's stream, each once."""
    return sorted(f"by {way}: {what}" for way in ("queue", "stream") for what in told)


def _listens(cloud: Cloud, table: str) -> None:
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName=QUEUE, Attributes=QUEUED)["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    stream = cloud.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    feed = cloud.client("lambda").create_event_source_mapping
    feed(FunctionName="heard", EventSourceArn=queue, BatchSize=1)
    feed(FunctionName="heard", EventSourceArn=stream, StartingPosition="TRIM_HORIZON", BatchSize=10)


def _forgets_functions(cloud: Cloud) -> None:
    cloud.client("lambda").put_function_concurrency(FunctionName="heard", ReservedConcurrentExecutions=0)


def _has_functions(cloud: Cloud) -> None:
    cloud.client("lambda").delete_function_concurrency(FunctionName="heard")


def _tells(cloud: Cloud, table: str, what: str) -> None:
    item: Any = {"pk": {"S": f"by stream: {what}"}, "sk": {"S": "1"}}
    cloud.client("dynamodb").put_item(TableName=table, Item=item)
    sqs = cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    sqs.send_message(
        QueueUrl=url, MessageBody=f"by queue: {what}", MessageGroupId="1", MessageDeduplicationId=what
    )


def _heard(cloud: Cloud, table: str, most: int) -> list[str]:
    """What was noted, in order, once it is so much."""
    end = time.monotonic() + HEARD_SECONDS
    while True:
        found = cloud.client("dynamodb").query(
            TableName=table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "heard"}},
        )["Items"]
        if len(found) >= most or time.monotonic() > end:
            return [item["sk"]["S"] for item in found]
        time.sleep(0.1)

"""The queues that functions and warehouses work from: how much waits in each, and for how long."""

import os
from datetime import datetime, timedelta
from typing import Any

from functions.operations.dead_letters import sqs, url_of
from functions.shared import aws
from functions.shared.items import describe

LOOKED_BACK = timedelta(minutes=15)
PERIOD_SECONDS = 60
NAMES = {
    "waiting": "ApproximateNumberOfMessages",
    "in_flight": "ApproximateNumberOfMessagesNotVisible",
    "held_back": "ApproximateNumberOfMessagesDelayed",
}
"""What is told of a queue, by what SQS calls it."""


def queues(now: datetime) -> list[dict[str, Any]]:
    """`{queue, waiting, in_flight, held_back, oldest_seconds, age_known}` of each, by name, as the
    environment of this function names them (`NAME QUEUE;...`). `oldest_seconds` is what CloudWatch measured
    last: None where it has measured nothing for a quarter of an hour, as of a queue that is empty, or new.
    `age_known` tells whether that is because nothing waits. A queue that does not answer
    says why."""
    known = dict(sorted(row.split(" ") for row in os.environ["WORK_QUEUES"].split(";")))
    oldest = ages(list(known.values()), now)
    return [{"queue": name} | _aged(depth(queue), oldest[queue]) for name, queue in known.items()]


def _aged(depth: dict[str, Any], oldest: int | None) -> dict[str, Any]:
    empty = not any(depth[name] for name in NAMES) and "unreadable" not in depth
    return depth | {"oldest_seconds": oldest, "age_known": oldest is not None or empty}


def depth(queue: str) -> dict[str, Any]:
    try:
        found = sqs().get_queue_attributes(QueueUrl=url_of(queue), AttributeNames=list(NAMES.values()))
    except Exception as failure:  # noqa: BLE001 - whatever is wrong with one queue
        return dict.fromkeys(NAMES) | {"unreadable": describe(failure)}
    return {name: int(found["Attributes"].get(attribute, 0)) for name, attribute in NAMES.items()}


def ages(names: list[str], now: datetime) -> dict[str, int | None]:
    """By queue, in one call."""
    asked = [
        {
            "Id": f"q{number}",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/SQS",
                    "MetricName": "ApproximateAgeOfOldestMessage",
                    "Dimensions": [{"Name": "QueueName", "Value": name.rpartition("/")[2]}],
                },
                "Period": PERIOD_SECONDS,
                "Stat": "Maximum",
            },
        }
        for number, name in enumerate(names)
    ]
    answer = aws.client("cloudwatch").get_metric_data(
        MetricDataQueries=asked, StartTime=now - LOOKED_BACK, EndTime=now, ScanBy="TimestampDescending"
    )
    newest = {one["Id"]: one["Values"][0] for one in answer["MetricDataResults"] if one["Values"]}
    return {name: _whole(newest.get(f"q{number}")) for number, name in enumerate(names)}


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)

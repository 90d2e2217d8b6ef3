"""CloudWatch measures queues: how many messages wait in each, and how old the oldest is. Upstream measures
none. Both are taken when somebody asks, so that they are of this moment."""

import time
from typing import Any

from ministack.services import cloudwatch, sqs

from local.aws.anchor import expect

GET_SOURCE = "bf6a8e1132a2"
POINTS_SOURCE = "be62c5f1548d"
NAMESPACE = "AWS/SQS"
A_MOMENT_AGO = 5.0
"""What is measured now lies before the end of the time that is asked for."""


def apply() -> None:
    get = expect(cloudwatch, "_get_metric_data", source=GET_SOURCE)
    expect(cloudwatch, "_metric_bucket", source=POINTS_SOURCE)

    def get_measured(*arguments: Any, **options: Any) -> Any:
        for queue in list(sqs._queues.values()):
            _measure(queue)
        return get(*arguments, **options)

    cloudwatch._get_metric_data = get_measured


def _measure(queue: dict[str, Any]) -> None:
    """An empty queue has no age; CloudWatch tells 0 for one that it has seen messages in."""
    now = time.time()
    sent = [message["sent_at"] for message in list(queue["messages"])]
    visible = sum(message["visible_at"] <= now for message in list(queue["messages"]))
    _put(queue["name"], "ApproximateAgeOfOldestMessage", now - min(sent, default=now), now)
    _put(queue["name"], "ApproximateNumberOfMessagesVisible", visible, now)


def _put(queue: str, metric: str, value: float, now: float) -> None:
    dimensions = {"QueueName": queue}
    bucket = cloudwatch._metric_bucket((NAMESPACE, metric, cloudwatch._dims_key(dimensions)))
    point = {"Timestamp": now - A_MOMENT_AGO, "Value": float(value), "Unit": "None", "Dimensions": dimensions}
    bucket[:] = [point]

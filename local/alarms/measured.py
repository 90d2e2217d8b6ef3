"""What was measured on this machine: by the lines that functions and edge wrote, and by the queues."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import boto3

from local.alarms.alarms import Metric

QUEUES = "AWS/SQS"
FROM_LINES = ("PaidOnce", "AWS/ApiGateway")
KNOWN = (*FROM_LINES, QUEUES)
"""Namespaces; nobody measures the others here."""

Points = list[tuple[float, float]]
"""Seconds since the epoch, and a value."""


class Measured(Protocol):
    def values(self, metric: Metric, since: float, until: float) -> list[float]:
        """Those of a period, its end included."""

    def last(self, metric: Metric, until: float) -> float | None:
        """When it was measured last."""


class FromLines:
    """Lines in CloudWatch's embedded metric format, of all files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._points: dict[Metric, Points] = defaultdict(list)
        for file in sorted(folder.glob("*.log")):
            with file.open(errors="replace") as lines:
                self._read(lines)

    def _read(self, lines: Iterable[str]) -> None:
        for line in lines:
            if '"CloudWatchMetrics"' not in line:
                continue
            try:
                told = json.loads(line)
            except ValueError:
                continue  # it is being written
            for metric, point in points_of(told):
                self._points[metric].append(point)

    def metrics(self) -> set[Metric]:
        return set(self._points)

    def values(self, metric: Metric, since: float, until: float) -> list[float]:
        return [value for at, value in self._points.get(metric, []) if since < at <= until]

    def last(self, metric: Metric, until: float) -> float | None:
        return max((at for at, _ in self._points.get(metric, []) if at <= until), default=None)


def points_of(told: dict[str, Any]) -> Iterator[tuple[Metric, tuple[float, float]]]:
    """Each metric of a line, for each of its sets of dimensions."""
    at = told["_aws"]["Timestamp"] / 1000
    for declared in told["_aws"]["CloudWatchMetrics"]:
        for names in declared["Dimensions"]:
            pairs = tuple(sorted((name, str(told[name])) for name in names))
            for metric in declared["Metrics"]:
                given = told[metric["Name"]]
                for value in given if isinstance(given, list) else [given]:
                    yield Metric(declared["Namespace"], metric["Name"], pairs), (at, float(value))


class FromQueues:
    """As the embedded cloud measures them now. `ahead`: how they will be after so many seconds if nobody
    works on them: what waits grows older."""

    def __init__(self, ahead: float) -> None:
        self._cloudwatch: Any = boto3.client("cloudwatch")
        self._ahead = ahead

    def values(self, metric: Metric, since: float, until: float) -> list[float]:
        now = until - self._ahead
        asked = {
            "Id": "q",
            "MetricStat": {
                "Metric": {
                    "Namespace": metric.namespace,
                    "MetricName": metric.name,
                    "Dimensions": [{"Name": name, "Value": value} for name, value in metric.dimensions],
                },
                "Period": 60,
                "Stat": "Maximum",
            },
        }
        answer = self._cloudwatch.get_metric_data(
            MetricDataQueries=[asked], StartTime=now - 900, EndTime=now + 60
        )
        found = [float(one) for one in answer["MetricDataResults"][0]["Values"]]
        grows = metric.name.startswith("ApproximateAge")
        return [one + self._ahead if grows and one > 0 else one for one in found]

    def last(self, metric: Metric, until: float) -> float | None:
        return until

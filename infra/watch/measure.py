"""What alarms and dashboards look at: a metric, with the statistic that is taken of it."""

from dataclasses import dataclass
from typing import Any

OURS = "PaidOnce"
"""The namespace of what our code writes (functions/shared/observe.py)."""

API, STAGE = "paidonce", "api"
"""As infra/parts/gateway.py calls them, which cannot be read without starting the CDK."""

SUM, MOST = "Sum", "Maximum"


@dataclass(frozen=True)
class Measure:
    """`dimensions` are pairs of name and value; a value may be a token of the CDK's."""

    name: str
    statistic: str = SUM
    dimensions: tuple[tuple[str, str], ...] = ()
    namespace: str = OURS

    def as_row(self, **options: Any) -> list[Any]:
        """As a dashboard's body lists a metric."""
        pairs = [part for pair in self.dimensions for part in pair]
        return [self.namespace, self.name, *pairs, {"stat": self.statistic, **options}]


def ours(name: str, statistic: str = SUM, **dimensions: str) -> Measure:
    return Measure(name, statistic, tuple(dimensions.items()))


def of_queue(name: str, queue: str) -> Measure:
    return Measure(name, MOST, (("QueueName", queue),), "AWS/SQS")


def of_function(name: str, function: str, statistic: str) -> Measure:
    return Measure(name, statistic, (("FunctionName", function),), "AWS/Lambda")


def of_build(name: str, project: str) -> Measure:
    return Measure(name, SUM, (("ProjectName", project),), "AWS/CodeBuild")


def of_api(name: str, statistic: str = SUM) -> Measure:
    return Measure(name, statistic, (("ApiName", API), ("Stage", STAGE)), "AWS/ApiGateway")

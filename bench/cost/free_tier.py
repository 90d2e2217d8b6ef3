"""What every account gets free of charge each month, for as long as it exists."""

from dataclasses import dataclass
from fractions import Fraction

from bench.standing import standing_prices


@dataclass(frozen=True)
class Free:
    """`units` of what is priced by this name."""

    what: str
    free: str
    price: str
    units: int

    def worth(self) -> Fraction:
        """Dollars a month, where all of it is used."""
        return standing_prices()[self.price].of(self.units)


FREE_TIER = (
    Free("CloudWatch alarms", "10 metrics, of alarms without an expression", "alarm_metric_month", 10),
    Free("CloudWatch dashboards", "3, of 50 metrics each", "dashboard_month", 3),
    Free("CloudWatch metrics of our own", "10", "metric_month", 10),
    Free("CloudWatch Logs", "5 GB taken in", "log_gb", 5),
    Free("Lambda", "1,000,000 invocations", "lambda_request", 1_000_000),
    Free("Lambda", "400,000 GB-seconds", "lambda_gb_second", 400_000),
    Free("Step Functions", "4,000 state transitions", "state_transition", 4_000),
    Free("SQS", "1,000,000 requests", "queue_request", 1_000_000),
    Free("DynamoDB", "25 GB kept", "table_gb_month", 25),
    Free("X-Ray", "100,000 traces", "trace", 100_000),
    Free("data transfer", "100 GB out", "transfer_gb", 100),
)

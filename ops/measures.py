"""What a command found out, as a metric: an alarm goes by it."""

import json
import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from functions.shared.observe import COUNT, NAMESPACE, metric_line
from ops.output import say
from ops.target import local_home

VIOLATIONS = "AuditViolations"


def tell_audit(violations: int) -> None:
    """How many promises an audit found broken: to CloudWatch, or to the logs of the shop that runs here. What
    cannot be told is said, and keeps nobody from the audit's result."""
    try:
        if os.environ.get("AWS_ENDPOINT_URL"):
            _to_logs(violations)
        else:
            _to_cloudwatch(violations)
    except (OSError, BotoCoreError, ClientError) as error:
        say(f"ops: the metric {VIOLATIONS} could not be written: {error}")


def _to_logs(violations: int) -> None:
    path = local_home() / "logs" / "ops.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as log:
        log.write(json.dumps(metric_line({VIOLATIONS: (violations, COUNT)})) + "\n")


def _to_cloudwatch(violations: int) -> None:
    config = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})
    client: Any = boto3.client("cloudwatch", config=config)
    data = {"MetricName": VIOLATIONS, "Value": violations, "Unit": COUNT, "StorageResolution": 1}
    client.put_metric_data(Namespace=NAMESPACE, MetricData=[data])

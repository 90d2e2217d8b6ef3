"""What the functions logged about one order: from the log files of the shop that runs here, or by
CloudWatch's Logs Insights."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from functions.shared import clock
from ops.errors import CommandError
from ops.target import local_home

GROUPS = "PaidOnce"
"""What the names of our log groups begin with."""
MOST_LINES = 1000
LOOKS = 60
PAUSE_SECONDS = 1.0
_DONE = ("Complete", "Failed", "Cancelled", "Timeout", "Unknown")


def lines_about(order_id: str, since: datetime) -> list[dict[str, Any]]:
    """Those that name the order, metrics left out, each with the `function` that wrote it. `since`: nothing
    is looked for before."""
    if os.environ.get("AWS_ENDPOINT_URL"):
        return list(_of_files(local_home() / "logs", order_id))
    return _of_cloudwatch(order_id, since)


def _of_files(folder: Path, order_id: str) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("*.log")):
        with file.open(errors="replace") as lines:
            for line in lines:
                if order_id in line and (told := _told(line)):
                    yield told | {"function": file.stem}


def _told(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) and "message" in told and "timestamp" in told else None


def _of_cloudwatch(order_id: str, since: datetime) -> list[dict[str, Any]]:
    """Raises CommandError if there is no answer within a minute."""
    config = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
    client: Any = boto3.client("logs", config=config)
    query = (
        f'SOURCE logGroups(namePrefix: ["{GROUPS}"]) | fields @message, @log'
        f' | filter order_id = "{order_id}" and ispresent(message) | sort @timestamp | limit {MOST_LINES}'
    )
    now = clock.now()
    asked = client.start_query(
        queryString=query, startTime=int(since.timestamp()), endTime=int(now.timestamp())
    )
    for _ in range(LOOKS):
        answer = client.get_query_results(queryId=asked["queryId"])
        if answer["status"] in _DONE:
            break
        clock.pause(PAUSE_SECONDS)
    if answer["status"] != "Complete":
        raise CommandError(f"the logs do not answer: the query is {answer['status']}")
    rows = [{field["field"]: field["value"] for field in row} for row in answer["results"]]
    return [told | {"function": row.get("@log", "")} for row in rows if (told := _told(row["@message"]))]

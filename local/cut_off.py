"""What a stop of the whole run cut off.

The embedded cloud ends the executions that were under way when it comes up again, and tells nobody; Step
Functions tells EventBridge of each that fails. Here whoever listens there is told in its place.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from local.settings import client

STATUS_CHANGE = "Step Functions Execution Status Change"
FAILED = "FAILED"


def tell_of_cut_off(endpoint_url: str, since: datetime) -> int:
    """Tell of each execution that failed since then; how many there were. Nobody is waited for."""
    events = [_event(execution) for execution in _failed(endpoint_url, since)]
    functions = client("lambda", endpoint_url)
    for target in _listeners(endpoint_url) if events else []:
        for event in events:
            payload = json.dumps(event).encode()
            functions.invoke(FunctionName=target, InvocationType="Event", Payload=payload)
    return len(events)


def _failed(endpoint_url: str, since: datetime) -> Iterator[dict[str, Any]]:
    states = client("stepfunctions", endpoint_url)
    for machines in states.get_paginator("list_state_machines").paginate():
        for machine in machines["stateMachines"]:
            pages = states.get_paginator("list_executions")
            for page in pages.paginate(stateMachineArn=machine["stateMachineArn"], statusFilter=FAILED):
                yield from (one for one in page["executions"] if one["stopDate"] >= since)


def _listeners(endpoint_url: str) -> Iterator[str]:
    """Functions that a rule of the default bus tells of executions that failed."""
    events = client("events", endpoint_url)
    for page in events.get_paginator("list_rules").paginate():
        for rule in page["Rules"]:
            pattern = json.loads(rule.get("EventPattern") or "{}")
            wanted = pattern.get("detail", {}).get("status", [])
            if STATUS_CHANGE in pattern.get("detail-type", []) and FAILED in wanted:
                found = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
                yield from (target["Arn"] for target in found if ":lambda:" in target["Arn"])


def _event(execution: dict[str, Any]) -> dict[str, Any]:
    detail = {name: execution[name] for name in ("executionArn", "stateMachineArn", "name", "status")}
    return {"source": "aws.states", "detail-type": STATUS_CHANGE, "detail": detail}

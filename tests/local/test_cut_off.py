"""Whoever is told of executions that fail is told of those that a stop of the run cut off."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local import cut_off
from local.cut_off import tell_of_cut_off

NOW = datetime(2026, 11, 27, tzinfo=UTC)
MACHINES = ("checkout", "return")
PATTERN = {"detail-type": [cut_off.STATUS_CHANGE], "detail": {"status": ["FAILED", "ABORTED"]}}
RULES = {
    "every-minute": {"ScheduleExpression": "rate(1 minute)"},
    "failed": {"EventPattern": json.dumps(PATTERN)},
    "succeeded": {"EventPattern": json.dumps(PATTERN | {"detail": {"status": ["SUCCEEDED"]}})},
    "others": {"EventPattern": json.dumps({"detail-type": ["OrderPlaced"]})},
}


class Cloud:
    """As much of it as is asked: each machine has an execution that failed, and one that was cut off."""

    def __init__(self) -> None:
        self.invoked: list[tuple[str, str, str]] = []

    def get_paginator(self, operation: str) -> "Cloud":
        assert operation in ("list_state_machines", "list_executions", "list_rules")
        return self

    def paginate(self, **asked: Any) -> list[dict[str, Any]]:
        if "stateMachineArn" in asked:
            assert asked["statusFilter"] == "FAILED"
            machine = asked["stateMachineArn"]
            return [{"executions": [execution(machine, "old", -1), execution(machine, "cut", 1)]}]
        machines = [{"stateMachineArn": name} for name in MACHINES]
        return [{"stateMachines": machines, "Rules": [{"Name": name} | rule for name, rule in RULES.items()]}]

    def list_targets_by_rule(self, Rule: str) -> dict[str, Any]:
        return {"Targets": [{"Arn": f"arn:aws:lambda:::{Rule}"}, {"Arn": "arn:aws:sqs:::queue"}]}

    def invoke(self, *, FunctionName: str, InvocationType: str, Payload: bytes) -> None:
        assert InvocationType == "Event"
        detail = json.loads(Payload)["detail"]
        self.invoked.append((FunctionName, detail["stateMachineArn"], detail["name"]))


def execution(machine: str, name: str, seconds: int) -> dict[str, Any]:
    named = {
        "executionArn": f"{machine}:{name}",
        "stateMachineArn": machine,
        "name": name,
        "status": "FAILED",
    }
    return named | {"stopDate": NOW + timedelta(seconds=seconds)}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    found = Cloud()
    monkeypatch.setattr(cut_off, "client", lambda service, endpoint_url: found)
    return found


def test_each_that_was_cut_off_is_told_to_who_listens(cloud: Cloud) -> None:
    assert tell_of_cut_off("http://cloud", NOW) == 2
    assert cloud.invoked == [("arn:aws:lambda:::failed", machine, "cut") for machine in MACHINES]


def test_where_nothing_was_cut_off_nobody_is_told(cloud: Cloud) -> None:
    assert tell_of_cut_off("http://cloud", NOW + timedelta(minutes=1)) == 0
    assert cloud.invoked == []

"""`show-queues`, `pause-queue` and `resume-queue` find queues by the names of the runbook."""

from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from functions.operator.journal import Signed
from ops import work_queues
from ops.errors import CommandError

SIGNED = Signed("ops:ada", "they fail", "2026-11-27T10:00:00.000Z")


class Cloud:
    """Two queues that our functions or a warehouse work from, and one of dead letters."""

    def __init__(self) -> None:
        self.enabled = True
        self.told: list[Any] = []

    def describe_stacks(self) -> dict[str, Any]:
        return {"Stacks": [{"StackName": "PaidOnceFulfilment"}, {"StackName": "Other"}]}

    def describe_stack_resources(self, StackName: str) -> dict[str, Any]:
        assert StackName == "PaidOnceFulfilment"
        names = ("PackingRequests0A1B2C3D", "Warehouse0A1B2C3D", "WarehouseFailures0A1B2C3D")
        kind = "AWS::SQS::Queue"
        return {
            "StackResources": [
                {"LogicalResourceId": one, "ResourceType": kind, "PhysicalResourceId": f"http://sqs/1/{one}"}
                for one in names
            ]
        }

    def get_queue_url(self, QueueName: str) -> dict[str, str]:
        return {"QueueUrl": QueueName}

    def get_queue_attributes(self, QueueUrl: str, AttributeNames: list[str]) -> dict[str, Any]:
        return {"Attributes": {"QueueArn": f"arn:{QueueUrl}", "ApproximateNumberOfMessages": "2"}}

    def list_event_source_mappings(self, EventSourceArn: str) -> dict[str, Any]:
        ours = {"UUID": "u", "State": "Enabled" if self.enabled else "Disabled"}
        return {"EventSourceMappings": [ours] if "PackingRequests" in EventSourceArn else []}

    def update_event_source_mapping(self, UUID: str, Enabled: bool) -> None:
        assert UUID == "u"
        assert self.told, "the journal is told first"
        self.enabled = Enabled


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    cloud = Cloud()
    monkeypatch.setattr(boto3, "client", lambda *_, **__: cloud)
    monkeypatch.setattr(work_queues, "sqs", lambda: cloud)
    monkeypatch.setattr(work_queues, "depth", lambda _: {"waiting": 2})
    monkeypatch.setattr(work_queues, "ages", lambda names, _: dict.fromkeys(names, 7))
    monkeypatch.setattr(work_queues, "journal_store", SimpleNamespace(write_entries=cloud.told.extend))
    return cloud


def workers(cloud: Cloud) -> dict[str, str]:
    return {one["queue"]: one["workers"] for one in work_queues.show_queues()["queues"]}


def test_each_work_queue_says_who_works_on_it(cloud: Cloud) -> None:
    assert workers(cloud) == {"PackingRequests": "at work", "Warehouse": "outside"}


def test_a_queue_is_paused_and_resumed_and_the_journal_has_both(cloud: Cloud) -> None:
    work_queues.pause_queue("PackingRequests", SIGNED)
    assert workers(cloud)["PackingRequests"] == "paused"

    work_queues.resume_queue("PackingRequests", SIGNED)
    assert workers(cloud)["PackingRequests"] == "at work"
    assert [(one.action, one.target) for one in cloud.told] == [
        ("pause-queue", "PackingRequests"),
        ("resume-queue", "PackingRequests"),
    ]


@pytest.mark.parametrize(
    ("name", "says"), [("Nothing", "PackingRequests, Warehouse"), ("Warehouse", "no function of ours")]
)
def test_what_cannot_be_paused_says_why(cloud: Cloud, name: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        work_queues.pause_queue(name, SIGNED)

    assert not cloud.told

"""The AWS of the tests: what the template describes, made in moto once a module, emptied for each test."""

import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

import boto3
from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends

from harness.caches import forget_all
from harness.environment import PROCESS, environments, secrets
from harness.faults import FaultDesk
from harness.isolation import Environment, isolated
from harness.issuer import Issuer
from harness.moto.calls import Switchboard
from harness.moto.patches import patched_moto
from harness.moto.without_wires import direct
from harness.runner import Runner
from harness.sockets import Sockets
from harness.template import ACCOUNT, REGION, Resource, Template
from harness.virtual_time import VirtualTime, moved_by

# One role for all: moto checks no permissions. What each may do is compared in permissions.py.
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]},
        }
    ],
}


class Cloud:
    def __init__(
        self, template: Template, runner: Runner, desk: FaultDesk, sockets: Sockets, issuer: Issuer
    ) -> None:
        self.sockets = sockets
        self.issuer = issuer
        self.template = template
        self.runner = runner
        self.desk = desk
        self.dynamodb = boto3.client("dynamodb", region_name=REGION)
        self.machines = boto3.client("stepfunctions", region_name=REGION)
        self.sqs = boto3.client("sqs", region_name=REGION)
        self._lambda = boto3.client("lambda", region_name=REGION)
        role = boto3.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument=json.dumps(TRUST))
        self._role: str = role["Role"]["Arn"]
        self._definitions = {name: template.definition(one) for name, one in template.machines.items()}
        for function in template.functions.values():
            self._make_function(function)
        self._make_secrets()
        self._make_buses()
        self._make_buckets()
        self._make_queues()
        self.machine_arns = {name: self._make_machine(name) for name in template.machines}
        self._make_tables()

    def reset(self) -> None:
        """Empty tables and queues; nobody is connected."""
        self.sockets.reset()
        self.issuer.reset()
        for queue in sqs_backends[ACCOUNT][REGION].queues.values():
            queue._messages.clear()
            queue._pending_messages.clear()
            queue.deleted_messages.clear()
        tables = dynamodb_backends[ACCOUNT][REGION].tables
        for table in self.template.tables.values():
            tables[table.name].items.clear()

    def queue_url(self, construct: str) -> str:
        url: str = self.sqs.get_queue_url(QueueName=self.template.queues[construct].name)["QueueUrl"]
        return url

    def _make_machine(self, name: str) -> str:
        machine = self.machines.create_state_machine(
            name=self.template.machines[name].name,
            definition=json.dumps(self._definitions[name]),
            roleArn=self._role,
        )
        arn: str = machine["stateMachineArn"]
        return arn

    def _make_queues(self) -> None:
        """Dead-letter queues are left out: what a queue gives up on is SQS's affair, and none of ours."""
        for queue in self.template.queues.values():
            taken = ("FifoQueue", "ContentBasedDeduplication", "VisibilityTimeout", "DelaySeconds")
            given = {name: str(queue.properties[name]) for name in taken if name in queue.properties}
            attributes = {name: value.lower() for name, value in given.items()}
            self.sqs.create_queue(QueueName=queue.name, Attributes=attributes)

    def _make_tables(self) -> None:
        for table in self.template.tables.values():
            self.dynamodb.create_table(**table_request(table))

    def _make_function(self, function: Resource) -> None:
        self._lambda.create_function(
            FunctionName=function.name,
            Runtime="python3.11",
            Role=self._role,
            Handler=function.properties["Handler"],
            Timeout=function.properties["Timeout"],
            Code={"ZipFile": _any_code()},
            Publish=True,
        )

    def _make_buses(self) -> None:
        for bus in self.template.resources("AWS::Events::EventBus"):
            boto3.client("events", region_name=REGION).create_event_bus(Name=bus.name)

    def _make_buckets(self) -> None:
        for bucket in self.template.resources("AWS::S3::Bucket"):
            boto3.client("s3", region_name=REGION).create_bucket(
                Bucket=bucket.name, CreateBucketConfiguration={"LocationConstraint": REGION}
            )

    def _make_secrets(self) -> None:
        client = boto3.client("secretsmanager", region_name=REGION)
        for name, held in secrets(self.template).items():
            client.create_secret(Name=name, SecretString=json.dumps(held))


@contextmanager
def running_cloud(
    template: Template, stripe_api_base: str, desk: FaultDesk | None = None, *, wired: bool = False
) -> Iterator[Cloud]:
    """Patches and environment last as long as the cloud: other suites have clouds of their own. `wired`: all
    calls go through botocore, so that sizes can be counted (see direct.py)."""
    given = environments(template, stripe_api_base)
    desk = desk or FaultDesk()
    time = VirtualTime()
    runner = Runner(template, desk, given, time)
    sockets, issuer = Sockets(), Issuer()
    with (
        patch.dict(os.environ, PROCESS),
        patched_moto(runner.invoke, time.pass_by),
        moved_by(time),
        isolated(Environment(os.environ, given)),
        nullcontext() if wired else direct(runner.invoke),
        sockets.connected(),
        issuer.connected(),
        Switchboard(desk).connected(),
    ):
        boto3.setup_default_session()
        forget_all()
        yield Cloud(template, runner, desk, sockets, issuer)
        forget_all()
    boto3.DEFAULT_SESSION = None


def table_request(table: Resource) -> dict[str, Any]:
    taken = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    request = {name: table.properties[name] for name in taken if name in table.properties}
    return {"TableName": table.name, **request}


def _any_code() -> bytes:
    """moto wants a zip; the handlers are imported from the sources instead."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("empty.py", "")
    return buffer.getvalue()

"""Versions and aliases of functions and machines in the embedded cloud, released as CloudFormation does."""

import io
import json
import time
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import Cloud, running_cloud

BUCKET, STACK = "released-code", "released"
PATIENCE_SECONDS = 600.0
ROLE = "arn:aws:iam::000000000000:role/any"


def code(answer: str) -> bytes:
    """Of a function that tells which release it is, and which version."""
    archive = io.BytesIO()
    lines = ["import os"]
    lines += [
        "def tell(event, context):",
        f"    return {answer!r} + os.environ['AWS_LAMBDA_FUNCTION_VERSION']",
    ]
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("released.py", "\n".join(lines))
    return archive.getvalue()


def template(release: str) -> dict[str, Any]:
    """A machine that waits, then has a function tell which release it is, then says which it is itself."""
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    ask = {"QueueUrl": "${Ask}", "MessageBody": {"by.$": "$$.Execution.Id", "token.$": "$$.Task.Token"}}
    states = {
        "Wait": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": ask,
            "ResultPath": "$.answer",
            "Next": "Tell",
        },
        "Tell": {"Type": "Task", "Resource": "${Tell}", "ResultPath": "$.code", "Next": "Say"},
        "Say": {"Type": "Pass", "Result": release, "ResultPath": "$.definition", "End": True},
    }
    function = {
        "FunctionName": "tell",
        "Code": {"S3Bucket": BUCKET, "S3Key": f"{release}.zip"},
        "Handler": "released.tell",
        "Runtime": "python3.13",
        "Role": ROLE,
        "Timeout": 300,
    }
    tell = {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Tell"}}} | kept
    return {
        "Resources": {
            "Asked": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "asked"}},
            "Tell": {"Type": "AWS::Lambda::Function", "Properties": function},
            f"Tell{release}": tell,
            "TellLive": {
                "Type": "AWS::Lambda::Alias",
                "Properties": {
                    "FunctionName": {"Ref": "Tell"},
                    "FunctionVersion": {"Fn::GetAtt": [f"Tell{release}", "Version"]},
                    "Name": "live",
                },
            },
            "Machine": {
                "Type": "AWS::StepFunctions::StateMachine",
                "Properties": {
                    "StateMachineName": "told",
                    "RoleArn": ROLE,
                    "DefinitionString": json.dumps({"StartAt": "Wait", "States": states}),
                    "DefinitionSubstitutions": {
                        "Tell": {"Ref": f"Tell{release}"},
                        "Ask": {"Ref": "Asked"},
                    },
                },
            },
            "Version": {
                "Type": "AWS::StepFunctions::StateMachineVersion",
                "Properties": {
                    "StateMachineArn": {"Ref": "Machine"},
                    "StateMachineRevisionId": {"Fn::GetAtt": ["Machine", "StateMachineRevisionId"]},
                },
                **kept,
            },
            "Live": {
                "Type": "AWS::StepFunctions::StateMachineAlias",
                "Properties": {
                    "Name": "live",
                    "DeploymentPreference": {
                        "StateMachineVersionArn": {"Ref": "Version"},
                        "Type": "CANARY",
                        "Percentage": 10,
                        "Interval": 5,
                    },
                },
            },
        },
        "Outputs": {"Live": {"Value": {"Ref": "Live"}}},
    }


class Shop:
    """What is released one after the other, and executions of it."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.machines = cloud.client("stepfunctions")
        self._releases = 0
        self._tokens: dict[str, str] = {}
        cloud.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )

    def release(self, name: str) -> None:
        self.cloud.client("s3").put_object(Bucket=BUCKET, Key=f"{name}.zip", Body=code(name))
        formation = self.cloud.client("cloudformation")
        first = self._releases == 0
        self._releases += 1
        change = formation.create_stack if first else formation.update_stack
        change(StackName=STACK, TemplateBody=json.dumps(template(name)))
        waiter = formation.get_waiter("stack_create_complete" if first else "stack_update_complete")
        waiter.wait(StackName=STACK, WaiterConfig={"Delay": 0.1, "MaxAttempts": 6000})

    @property
    def live(self) -> str:
        stack = self.cloud.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
        return str(stack["Outputs"][0]["OutputValue"])

    def begins(self, by: str = "") -> str:
        started = self.machines.start_execution(stateMachineArn=by or self.live, name=f"run-{uuid.uuid4()}")
        return str(started["executionArn"])

    def goes_on(self, execution: str) -> dict[str, Any]:
        """What the execution says at its end, once its token is answered."""
        self.machines.send_task_success(taskToken=self._token(execution), output="{}")
        end = time.monotonic() + PATIENCE_SECONDS
        while (found := self.described(execution))["status"] == "RUNNING":
            assert time.monotonic() < end
            time.sleep(0.01)
        assert found["status"] == "SUCCEEDED", found
        told: dict[str, Any] = json.loads(found["output"])
        return told

    def described(self, execution: str) -> dict[str, Any]:
        found: dict[str, Any] = self.machines.describe_execution(executionArn=execution)
        return found

    def _token(self, execution: str) -> str:
        queues = self.cloud.client("sqs")
        url = queues.get_queue_url(QueueName="asked")["QueueUrl"]
        end = time.monotonic() + PATIENCE_SECONDS
        while execution not in self._tokens:
            assert time.monotonic() < end, "no token was given out"
            for message in queues.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", []):
                asked = json.loads(message["Body"])
                self._tokens[asked["by"]] = asked["token"]
        return self._tokens[execution]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with running_cloud(Path(tmp_path_factory.mktemp("versions"))) as cloud:
        made = Shop(cloud)
        made.release("one")
        yield made


def test_an_execution_ends_on_the_definition_and_the_code_that_it_began_with(shop: Shop) -> None:
    before = shop.begins()

    shop.release("two")
    after = shop.begins()

    assert shop.goes_on(before) == {"answer": {}, "code": "one1", "definition": "one"}
    assert shop.goes_on(after) == {"answer": {}, "code": "two2", "definition": "two"}


def test_it_is_told_what_an_execution_began_with(shop: Shop) -> None:
    execution = shop.begins()
    machine, _, _ = shop.live.rpartition(":")
    number = len(shop.machines.list_state_machine_versions(stateMachineArn=machine)["stateMachineVersions"])
    shop.release("three")

    told = {"stateMachineVersionArn": f"{machine}:{number}", "stateMachineAliasArn": shop.live}
    assert told.items() <= shop.described(execution).items()
    (listed,) = shop.machines.list_executions(stateMachineArn=machine, statusFilter="RUNNING")["executions"]
    assert told.items() <= listed.items()
    defined = shop.machines.describe_state_machine_for_execution(executionArn=execution)
    assert f":function:tell:{number}" in defined["definition"]
    assert shop.goes_on(execution)["code"].endswith(str(number))


def test_an_alias_of_a_function_is_at_the_version_released_last_and_older_ones_stay(shop: Shop) -> None:
    shop.release("last")

    answer, failed = shop.cloud.invoke("tell:live")
    assert not failed
    assert answer.startswith("last")
    assert shop.cloud.invoke("tell:1") == ("one1", False)


def test_a_version_that_is_removed_is_of_no_more_use_to_who_begins(shop: Shop) -> None:
    running = shop.begins()
    version = shop.described(running)["stateMachineVersionArn"]
    shop.release("without")
    shop.machines.delete_state_machine_version(stateMachineVersionArn=version)

    with pytest.raises(ClientError, match="StateMachineDoesNotExist"):
        shop.begins(by=version)
    assert "definition" in shop.goes_on(running), "one that runs goes on"

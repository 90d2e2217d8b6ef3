"""A running embedded cloud with the sample template deployed, shared by the tests of this folder."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.local.sample.template import BUCKET, KEY, TEMPLATE

REPO = Path(__file__).resolve().parents[2]
CODE = Path(__file__).parent / "sample" / "code"


@dataclass(frozen=True)
class Cloud:
    endpoint: str
    pid: int
    logs: Path
    outputs: dict[str, str]

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name="eu-west-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=600, max_pool_connections=100),
        )

    def invoke(self, function: str, **event: Any) -> tuple[Any, bool]:
        """The function's answer, and whether it is an error."""
        answer = self.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode())
        return json.loads(answer["Payload"].read()), "FunctionError" in answer


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with deployed_cloud(tmp_path_factory.mktemp("cloud")) as running:
        yield running


@contextmanager
def deployed_cloud(home: Path) -> Iterator[Cloud]:
    """A cloud of one's own with the sample template, its files below `home`."""
    with running_cloud(home) as bare:
        yield replace(bare, outputs=_deploy(bare))


@contextmanager
def running_cloud(home: Path) -> Iterator[Cloud]:
    """A cloud with what an earlier one left below `home`, if there was one; stopped as Ctrl-C does."""
    process = start_cloud(home)
    try:
        assert process.stdout is not None
        endpoint = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", endpoint)
        yield Cloud(endpoint, process.pid, home / "logs", {})
    finally:
        process.terminate()
        process.wait(timeout=600)
        if process.stdout is not None:
            process.stdout.close()


def start_cloud(home: Path) -> "subprocess.Popen[str]":
    arguments = ["--home", str(home / "cloud"), "--logs", str(home / "logs")]
    return subprocess.Popen(
        [sys.executable, "-m", "local.aws", *arguments],
        cwd=REPO,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "LAUNCHER_SECRET": "must not leak"},
    )


def _deploy(cloud: Cloud) -> dict[str, str]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as code:
        for path in sorted(CODE.rglob("*.py")):
            code.write(path, path.relative_to(CODE))
        code.writestr("shop/__init__.py", "")
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=BUCKET, Key=KEY, Body=archive.getvalue())
    formation = cloud.client("cloudformation")
    formation.create_stack(StackName="sample", TemplateBody=json.dumps(TEMPLATE))
    waiter = formation.get_waiter("stack_create_complete")
    waiter.wait(StackName="sample", WaiterConfig={"Delay": 0.1, "MaxAttempts": 6000})
    stack = formation.describe_stacks(StackName="sample")["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

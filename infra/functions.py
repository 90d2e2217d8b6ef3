"""Lambda functions: one code asset, one dependency layer, a role and a log group each."""

import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsii
from aws_cdk import (
    AssetHashType,
    BundlingOptions,
    DockerImage,
    Duration,
    ILocalBundling,
    RemovalPolicy,
)
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
RUNTIME = lambda_.Runtime.PYTHON_3_13
PYTHON_VERSION = "3.13"
ARCHITECTURE = lambda_.Architecture.ARM_64

MEMORY_MB = 512
API_TIMEOUT = Duration.seconds(29)
STEP_TIMEOUT = Duration.seconds(45)


@jsii.implements(ILocalBundling)
class _PipInstall:
    """Installs the locked packages for Lambda's platform with pip alone: no Docker."""

    def try_bundle(self, output_dir: str, *_args: Any, **_options: Any) -> bool:
        target = Path(output_dir) / "python"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--platform", "manylinux2014_aarch64", "--platform", "manylinux_2_28_aarch64"]
        command += ["--implementation", "cp", "--python-version", PYTHON_VERSION, "--only-binary=:all:"]
        command += ["--requirement", str(LOCK), "--target", str(target)]
        subprocess.run(command, check=True, timeout=600)  # noqa: S603 - our own arguments
        return True


def _code() -> lambda_.Code:
    patterns = ["*", "!functions", "!functions/**", "**/__pycache__", "**/*.pyc"]
    return lambda_.Code.from_asset(str(ROOT), exclude=patterns)


def dependency_layer(scope: Construct) -> lambda_.LayerVersion:
    """The packages of requirements.txt; its hash is the hash of that file and of the platform."""
    fingerprint = sha256(LOCK.read_bytes() + f"{PYTHON_VERSION} arm64".encode()).hexdigest()
    code = lambda_.Code.from_asset(
        str(ROOT / "statemachines"),
        asset_hash=fingerprint,
        asset_hash_type=AssetHashType.CUSTOM,
        bundling=BundlingOptions(
            image=DockerImage.from_registry("unused: bundled without Docker"), local=_PipInstall()
        ),
    )
    return lambda_.LayerVersion(
        scope,
        "Dependencies",
        code=code,
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[ARCHITECTURE],
        description="The packages of requirements.txt",
    )


class Function(lambda_.Function):
    """A function with a role of its own that may write to its own log group, and nothing else yet.

    One that is invoked asynchronously (by an event) names the queue for what it fails at.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        handler: str,
        layer: lambda_.ILayerVersion,
        environment: Mapping[str, str],
        timeout: Duration = STEP_TIMEOUT,
        reserved_concurrency: int | None = None,
        dead_letters: sqs.IQueue | None = None,
    ) -> None:
        log_group = logs.LogGroup(
            scope,
            f"{construct_id}Logs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        role = iam.Role(scope, f"{construct_id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        super().__init__(
            scope,
            construct_id,
            handler=handler,
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            code=_code(),
            layers=[layer],
            role=role,
            log_group=log_group,
            memory_size=MEMORY_MB,
            timeout=timeout,
            reserved_concurrent_executions=reserved_concurrency,
            dead_letter_queue=dead_letters,
            environment={"POWERTOOLS_LOG_LEVEL": "INFO", **environment},
        )

    def allow(self, actions: list[str], *resources: str) -> None:
        """Exactly these actions on exactly these resources."""
        self.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=list(resources)))

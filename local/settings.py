"""What the parts of the local run agree on: folders, region, credentials, names."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from ops.target import local_home

ROOT = Path(__file__).resolve().parents[1]
REGION = "eu-west-1"
ACCOUNT = "000000000000"
CORE_STACKS = (
    "PaidOnceData",
    "PaidOnceIdentity",
    "PaidOnceWorkflow",
    "PaidOnceRelay",
    "PaidOnceNotifications",
    "PaidOnceReturns",
    "PaidOnceRefunds",
    "PaidOnceRecovery",
    "PaidOnceLive",
    "PaidOnceOperations",
    "PaidOnceHandlers",
    "PaidOnceApi",
)
NOT_HELD = {
    "PaidOnceRegion": "a sampling rule of X-Ray's: the embedded cloud knows none",
    "PaidOnceProtection": "a web ACL before a stage: its association is unknown there",
    "PaidOnceBackup": "backup plans and restore tests: their selections are unknown there",
    "PaidOnceWatch": "alarms by metric math: unknown there; `python -m local.alarms` evaluates them",
    "PaidOnceCache": "ElastiCache in a network (sessionStore=valkey): a server of this machine stands for it",
    "PaidOnceEdge": "a web ACL of CloudFront's",
    "PaidOnceWeb": "CloudFront: the front serves pages and API under one address here",
}
"""Stacks of the app that the embedded cloud cannot hold, and why. Every other one is among CORE_STACKS."""
STRIPE_SECRET = "paidonce/stripe"  # noqa: S105 - a name, not a secret
STAGE = "api"
SOCKET_STAGE = "live"


@dataclass(frozen=True)
class Folders:
    """Everything that a run writes is below `home`: PAIDONCE_HOME, or the repository's folder `.local`."""

    home: Path = field(default_factory=local_home)

    @property
    def run_file(self) -> Path:
        return self.home / "run.json"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def scratch(self) -> Path:
        return self.home / "tmp"

    @property
    def cloud(self) -> Path:
        return self.home / "cloud"

    @property
    def assembly(self) -> Path:
        return self.home / "assembly"

    @property
    def outbox(self) -> Path:
        """What would have been mailed, one file a message."""
        return self.home / "outbox"

    @property
    def sandbox_state(self) -> Path:
        return self.home / "sandbox.sqlite"


def forget_developers_aws() -> None:
    """From here on this process and its children know the embedded cloud's credentials and nobody else's."""
    for name in (
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_SESSION_TOKEN",
        "AWS_ENDPOINT_URL",
        "AWS_CA_BUNDLE",
    ):
        os.environ.pop(name, None)
    os.environ.update(
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",  # noqa: S106 - the emulator's own
        AWS_REGION=REGION,
        AWS_DEFAULT_REGION=REGION,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
    )


def client(service: str, endpoint_url: str) -> Any:
    """A boto3 client for the embedded cloud that does not retry: nothing is lost on the way."""
    return boto3.client(
        service,
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the emulator's own
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=30, read_timeout=120, proxies={}),
    )

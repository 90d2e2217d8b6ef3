"""What the parts of the local run agree on: folders, region, credentials, names."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from ops.target import local_home

ROOT = Path(__file__).resolve().parents[1]
REGION = "eu-west-1"
ACCOUNT = "000000000000"
CORE_STACKS = ("PaidOnceData", "PaidOnceWorkflow", "PaidOnceApi")
STRIPE_SECRET = "paidonce/stripe"  # noqa: S105 - a name, not a secret
STAGE = "api"


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
    def sandbox_state(self) -> Path:
        return self.home / "sandbox.sqlite"


def client(service: str, endpoint_url: str) -> Any:
    """A boto3 client for the embedded cloud that neither retries nor reads the developer's AWS profile."""
    return boto3.client(
        service,
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the emulator's own
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60, proxies={}),
    )

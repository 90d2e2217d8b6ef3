"""The bucket for files: receipts and photos, each under the prefix that its context knows."""

import os
from functools import cache
from typing import Any

import boto3
from botocore.config import Config


def bucket() -> str:
    """Its name."""
    return os.environ["FILES_BUCKET"]


@cache
def client() -> Any:
    """Addresses in the bucket's own region: what was signed for another host fits no longer there."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "virtual"},
        connect_timeout=1,
        read_timeout=3,
        retries={"mode": "standard", "total_max_attempts": 2},
    )
    return boto3.client("s3", config=config)

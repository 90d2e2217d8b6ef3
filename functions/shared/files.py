"""The bucket for files: receipts and photos, each under the prefix that its context knows."""

import os
from typing import Any

from functions.shared import aws


def bucket() -> str:
    """Its name."""
    return os.environ["FILES_BUCKET"]


def client() -> Any:
    """Signs links and forms with this process's own credentials."""
    return aws.client("s3", signing=True)

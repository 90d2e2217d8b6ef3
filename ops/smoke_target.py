"""Where the deployed shop's API is, and whether a smoke checkout may pay there: by the AWS credentials at
hand."""

import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from functions.payment import credentials
from functions.payment.errors import PaymentsNotConfigured
from ops.errors import CommandError
from ops.target import stack_outputs

WEB = "PaidOnceWeb"
STAGE = "api"
TEST_KEYS = ("sk_test_", "rk_test_")
"""Stripe's test keys begin so; whatever begins otherwise is taken for a live one."""
QUICK = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})


def deployed_shop() -> tuple[str, str | None]:
    """Where its API begins, and why nothing may be paid there; None if it may. Raises CommandError."""
    try:
        outputs = stack_outputs()
        return api_address(outputs, _pages()), why_unpaid(outputs["StripeSecret"])
    except (BotoCoreError, ClientError, ResponseParserError, LookupError) as error:
        raise CommandError(f"the shop's stacks cannot be read: {error}") from error


def api_address(outputs: dict[str, str], pages: str | None) -> str:
    """Of a shop behind CloudFront that of its pages; in the embedded cloud there are no hosts, only paths."""
    if pages:
        return f"{pages.rstrip('/')}/api"
    if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
        return f"{endpoint}/_aws/execute-api/{outputs['ApiId']}/{STAGE}"
    return outputs["ApiUrl"].rstrip("/")


def why_unpaid(secret: str) -> str | None:
    """None if the payment provider's secret holds a test key. No more than the kind of the key is told."""
    try:
        client: Any = boto3.client("secretsmanager", config=QUICK)
        key = credentials.read(client.get_secret_value(SecretId=secret).get("SecretString", "")).api_key
    except PaymentsNotConfigured as missing:
        return f"{missing} ({secret})"
    except ClientError as refused:
        if refused.response["Error"]["Code"] == "ResourceNotFoundException":
            return f"there is no secret {secret} yet"
        return f"the secret {secret} cannot be read ({refused.response['Error']['Code']})"
    return None if key.startswith(TEST_KEYS) else f"the secret {secret} holds a live key: real cards"


def _pages() -> str | None:
    """Where the pages are, if CloudFront stands before the shop."""
    client: Any = boto3.client("cloudformation", config=QUICK)
    try:
        (stack,) = client.describe_stacks(StackName=WEB)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # there is no such stack
            return None
        raise
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
    return outputs.get("PagesUrl")

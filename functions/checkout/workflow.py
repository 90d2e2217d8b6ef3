"""The checkout's state machine: one execution an order, named after it."""

import json
import os
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from functions.shared.observe import logger

WAIT_MARGIN_SECONDS = 3


def start(order_id: str, execution: str | None = None) -> None:
    """Start an execution of the order, named `execution` or else after the order. Starting it again, while
    it runs or after it ended, changes nothing."""
    client = _client("stepfunctions", read_timeout=3)
    try:
        client.start_execution(
            stateMachineArn=os.environ["CHECKOUT_MACHINE"],
            name=execution or order_id,
            input=json.dumps({"order_id": order_id}),
        )
    except client.exceptions.ExecutionAlreadyExists:
        return


def has_ended(execution: str) -> bool | None:
    """Whether the execution of this name has ended; None if there is none (or not yet)."""
    client = _client("stepfunctions", read_timeout=3)
    machine = os.environ["CHECKOUT_MACHINE"]
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{execution}"
    try:
        found = client.describe_execution(executionArn=arn)
    except client.exceptions.ExecutionDoesNotExist:
        return None
    return bool(found["status"] != "RUNNING")


def wait(order_id: str, seconds: int) -> None:
    """Have the waiting function wait until the order is decided, at most `seconds`.

    Returns at once when its reserved concurrency is used up: those who wait must never take the room of
    the steps they wait for. A wait that breaks is no reason to fail either: the order is placed.
    """
    client = _client("lambda", read_timeout=seconds + WAIT_MARGIN_SECONDS)
    payload = json.dumps({"order_id": order_id, "seconds": seconds})
    try:
        client.invoke(FunctionName=os.environ["WAIT_FUNCTION"], Payload=payload)
    except client.exceptions.TooManyRequestsException:
        return
    except (ClientError, BotoCoreError) as broken:
        logger.warning("could not wait", extra={"error": type(broken).__name__})


@cache
def _client(service: str, read_timeout: int) -> Any:
    tries = 1 if service == "lambda" else 2
    config = Config(
        connect_timeout=1,
        read_timeout=read_timeout,
        retries={"mode": "standard", "total_max_attempts": tries},
    )
    return boto3.client(service, config=config)

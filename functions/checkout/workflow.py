"""The checkout's state machine, one execution an order and named after it, and the wait for its decision."""

import json
import os

from botocore.exceptions import BotoCoreError, ClientError

from functions.shared import aws, machines
from functions.shared.observe import logger

WAIT_MARGIN_SECONDS = 3


def start(order_id: str) -> None:
    """Starting it again, while it runs or after it ended, changes nothing."""
    machines.start(machines.CHECKOUT, order_id, {"order_id": order_id})


def wait(order_id: str, seconds: int) -> None:
    """Have the waiting function wait until the order is decided, at most `seconds`.

    Returns at once when its reserved concurrency is used up: those who wait must never take the room of
    the steps they wait for. A wait that breaks is no reason to fail either: the order is placed.
    """
    client = aws.client("lambda", read_seconds=seconds + WAIT_MARGIN_SECONDS, tries=1)
    payload = json.dumps({"order_id": order_id, "seconds": seconds})
    try:
        client.invoke(FunctionName=os.environ["WAIT_FUNCTION"], Payload=payload)
    except client.exceptions.TooManyRequestsException:
        return
    except (ClientError, BotoCoreError) as broken:
        logger.warning("could not wait", extra={"error": type(broken).__name__})

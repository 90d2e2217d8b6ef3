"""The checkout's state machine, one execution an order and named after it, and the wait for its decision."""

import json
import os
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.inventory import stock
from functions.inventory.uses import customer_uses, units_of
from functions.order.order import Order
from functions.shared import aws, machines
from functions.shared.observe import logger

WAIT_MARGIN_SECONDS = 3


def start(order: Order) -> None:
    """Starting it again, while it runs or after it ended, changes nothing."""
    machines.start(machines.CHECKOUT, order.order_id, given(order))


def given(order: Order) -> dict[str, Any]:
    """An execution's input: what its steps need to know of the order, so that none of them reads it. But for
    `version`, nothing of it changes while the order is PENDING; `wanted` are units by SKU, those of codes
    among them, `credit` is what the owner's credit pays, in minor units, `uses` are codes of which the owner
    has so many (`most`)."""
    uses = customer_uses(order.uses, order.owner)
    return {
        "order_id": order.order_id,
        "owner": order.owner,
        "version": order.head.version,
        "placed_at": order.placed_at,
        "payment": {"amount": order.to_pay.as_dict(), "payment_method": order.payment_method},
        "wanted": stock.wanted(order.lines) | units_of(order.uses),
        "credit": order.credit,
        "uses": [{"code": use.code, "most": use.most} for use in uses],
    }


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

"""The queue where a warehouse takes its work."""

import json
import os
from typing import Any

from functions.order.order import Order
from functions.shared import aws

SHOWN = ("line_id", "sku", "name", "options", "quantity")


def offer(order: Order, callback_id: str, pack_by: str) -> None:
    """`{order_id, callback_id, items:[{line_id, sku, name, options, quantity}], pack_by}`: what is to be
    packed, by when (RFC 3339), and what to answer with. An offer may come twice."""
    work = {
        "order_id": order.order_id,
        "callback_id": callback_id,
        "items": [{name: getattr(line, name) for name in SHOWN} for line in order.lines],
        "pack_by": pack_by,
    }
    _client().send_message(QueueUrl=os.environ["WAREHOUSE_QUEUE"], MessageBody=json.dumps(work))


def _client() -> Any:
    return aws.client("sqs")

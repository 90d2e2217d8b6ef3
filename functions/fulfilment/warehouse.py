"""The queue where a warehouse takes its work and hears its last word. Messages are told apart by `type`."""

import json
import os
from typing import Any

from functions.fulfilment.fulfilment import Fulfilment, Instruction
from functions.order.order import Order
from functions.shared import aws

OFFER = "pack"
SHOWN = ("line_id", "sku", "name", "options", "quantity")


def offer(order: Order, callback_id: str, pack_by: str) -> None:
    """`{type: "pack", order_id, callback_id, items:[{line_id, sku, name, options, quantity}], pack_by}`: what
    is to be packed, by when (RFC 3339), and what to answer with. An offer may come twice."""
    work = {
        "type": OFFER,
        "order_id": order.order_id,
        "callback_id": callback_id,
        "items": [{name: getattr(line, name) for name in SHOWN} for line in order.lines],
        "pack_by": pack_by,
    }
    _send(work)


def tell(fulfilment: Fulfilment, word: Instruction) -> None:
    """`{type: "hand_over", order_id, lines: [{line_id, quantity}]}` or `{type: "put_back", order_id, why}`:
    what becomes of an order that was offered. It may come twice."""
    said: dict[str, Any] = {"type": word, "order_id": fulfilment.order_id}
    if word is Instruction.HAND_OVER:
        packed = fulfilment.decision.lines if fulfilment.decision else {}
        said["lines"] = [{"line_id": line, "quantity": units} for line, units in sorted(packed.items())]
    else:
        said["why"] = fulfilment.why_not
    _send(said)


def _send(message: dict[str, Any]) -> None:
    _client().send_message(QueueUrl=os.environ["WAREHOUSE_QUEUE"], MessageBody=json.dumps(message))


def _client() -> Any:
    return aws.client("sqs")

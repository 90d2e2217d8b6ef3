"""The queue PackingRequests, on which the state machine asks for orders to be packed."""

import json
from typing import Any

from functions.fulfilment.offer_packing import offer_packing
from functions.shared import ids
from functions.shared.messages import Failures, work_through
from functions.shared.observe import concerns


def handle(event: dict[str, Any], _context: Any) -> Failures:
    """Takes messages `{order_id, task_token, execution}`, in order within each order."""
    return work_through(event, _offer, in_order=True)


def _offer(body: str) -> None:
    asked = json.loads(body)
    concerns(asked["order_id"])
    _, run = ids.subject_and_run(asked["execution"])
    offer_packing(asked["order_id"], asked["task_token"], run)

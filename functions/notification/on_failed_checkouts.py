"""Consumes the queue NoticesHeldBack: events about checkouts that failed, some time after they did."""

import json
from functools import partial
from typing import Any

from functions.notification.notify import notify
from functions.shared.messages import Failures, work_through
from functions.shared.observe import concerns


def handle(event: dict[str, Any], context: Any) -> Failures:
    """Takes events of the bus as messages, in any order."""
    return work_through(event, partial(_tell, context), in_order=False)


def _tell(context: Any, body: str) -> None:
    event = json.loads(body)
    concerns(event["detail"]["order_id"])
    notify(event, context)

"""Consumes domain events from EventBridge: one event an invocation, delivered at least once."""

from typing import Any

from functions.notification.notify import notify
from functions.shared.observe import plain_failures


@plain_failures()
def handle(event: dict[str, Any], context: Any) -> None:
    """What fails is delivered again."""
    notify(event, context)

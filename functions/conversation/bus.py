"""The event bus, for what others have to know of conversations: source `paidonce.conversations`."""

import json
import os
from typing import Any

from functions.shared import aws
from functions.shared.errors import TransientError

SOURCE = "paidonce.conversations"
ANSWERED = "ConversationAnswered"


def publish_answered(order_id: str, conversation: str, seq: int) -> None:
    """An operator answered a customer who was away. Detail: `{order_id, data: {conversation, seq}}`, where
    the order is the one by which the customer can be reached. It may be put twice. Raises TransientError."""
    detail = {"order_id": order_id, "data": {"conversation": conversation, "seq": seq}}
    entry = {
        "EventBusName": os.environ["EVENT_BUS"],
        "Source": SOURCE,
        "DetailType": ANSWERED,
        "Detail": json.dumps(detail),
    }
    answer = _client().put_events(Entries=[entry])
    if answer["FailedEntryCount"]:
        raise TransientError("the event bus did not take an event")


def _client() -> Any:
    return aws.client("events")

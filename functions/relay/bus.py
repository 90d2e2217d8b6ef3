"""Domain events on EventBridge: the bus `paidonce`, source `paidonce.orders`.

An event may be put twice and events of one order may overtake each other: its order and number tell which it
is. Detail: `{order_id, number, at, data, schema_version}`, the event's type as detail-type.
"""

import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.order.order import Event
from functions.order.schema import SCHEMA_VERSION
from functions.shared import aws, clock
from functions.shared.errors import without_data
from functions.shared.observe import logger

SOURCE = "paidonce.orders"
CHUNK = 10
TRIES = 4


@dataclass(frozen=True)
class News:
    """Something that happened to an order. `sequence` is where the stream told it."""

    sequence: str
    order_id: str
    event: Event

    def entry(self) -> dict[str, Any]:
        detail = {
            "order_id": self.order_id,
            "number": self.event.number,
            "at": self.event.at,
            "data": self.event.data,
            "schema_version": SCHEMA_VERSION,
        }
        return {
            "EventBusName": os.environ["EVENT_BUS"],
            "Source": SOURCE,
            "DetailType": self.event.type,
            "Detail": json.dumps(detail),
        }


def publish(news: Sequence[News]) -> list[News]:
    """Put all on the bus, ten at a time; what EventBridge still would not take after four tries. Where it
    took nothing of ten, it is not asked about the rest: silence about each would outlast the function."""
    left: list[News] = []
    for start in range(0, len(news), CHUNK):
        chunk = news[start : start + CHUNK]
        refused = _publish_chunk(chunk)
        left += refused
        if len(refused) == len(chunk):
            return left + list(news[start + CHUNK :])
    return left


def _publish_chunk(chunk: Sequence[News]) -> Sequence[News]:
    for attempt in range(TRIES):
        if attempt:
            clock.pause(random.uniform(0, 0.1 * 2**attempt))  # noqa: S311 - jitter, not a secret
        chunk = _put(chunk)
        if not chunk:
            break
    return chunk


def _put(chunk: Sequence[News]) -> Sequence[News]:
    """One call; the entries that failed."""
    try:
        answer = _client().put_events(Entries=[event.entry() for event in chunk])
    except (ClientError, BotoCoreError) as error:
        logger.warning("events not put", extra={"error": without_data(str(error))})
        return chunk
    if not answer["FailedEntryCount"]:
        return []
    failed = [event for event, entry in zip(chunk, answer["Entries"], strict=True) if "ErrorCode" in entry]
    codes = sorted({entry["ErrorCode"] for entry in answer["Entries"] if "ErrorCode" in entry})
    logger.warning("events refused", extra={"events": len(failed), "error": ", ".join(codes)})
    return failed


def _client() -> Any:
    return aws.client("events")

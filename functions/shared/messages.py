"""Messages of a queue, worked through one by one."""

from collections.abc import Callable
from typing import Any

from functions.shared.observe import about, logger

Failures = dict[str, list[dict[str, str]]]
"""`ReportBatchItemFailures`: the messages that come again, and end in the queue's dead-letter queue for a
person."""


def work_through(event: dict[str, Any], work: Callable[[str], None], *, in_order: bool) -> Failures:
    """Hands the body of each message to `work`, and answers which messages failed. In a FIFO queue
    (`in_order`) whatever follows a failure waits for it. `work` says which order a message `concerns`."""
    failed: list[str] = []
    for record in event["Records"]:
        if failed and in_order:
            failed.append(record["messageId"])
            continue
        with about():
            try:
                work(record["body"])
            except Exception:  # noqa: BLE001 - whatever is wrong with one message, it comes again alone
                logger.exception("message failed", extra={"message_id": record["messageId"]})
                failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}

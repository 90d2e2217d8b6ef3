"""What comes by queue: offers to be made, and answers of warehouses.

Each answers which messages failed (`ReportBatchItemFailures`): those come again, and end in the queue's
dead-letter queue for a person.
"""

import json
from collections.abc import Callable
from typing import Any

from functions.fulfilment import report as reports
from functions.fulfilment.callback import CallbackExpired
from functions.fulfilment.decide import DecidedOtherwise
from functions.fulfilment.offer_packing import offer_packing
from functions.fulfilment.report_packing import report_packing
from functions.shared.observe import count, logger

Failures = dict[str, list[dict[str, str]]]


def offer(event: dict[str, Any], _context: Any) -> Failures:
    """Messages `{order_id, task_token, execution}` of the state machine, in order within each order."""
    return _each(event, _offer, in_order=True)


def report(event: dict[str, Any], _context: Any) -> Failures:
    """Messages as functions/fulfilment/report.py says."""
    return _each(event, _report, in_order=False)


def _offer(body: str) -> None:
    asked = json.loads(body)
    offer_packing(asked["order_id"], asked["task_token"], _run_of(asked["execution"]))


def _report(body: str) -> None:
    callback_id, told = reports.read(body)
    try:
        fulfilment = report_packing(callback_id, told)
    except DecidedOtherwise as earlier:
        _too_late(earlier.fulfilment.order_id, str(earlier.fulfilment.decision))
    except CallbackExpired as late:
        _too_late(str(late), "time")
    else:
        logger.info("packing reported", extra={"order_id": fulfilment.order_id, "outcome": told.outcome})


def _too_late(order_id: str, decided: str) -> None:
    """Nobody to tell: a message has no answer. Trying again would be too late again."""
    logger.warning("packing reported too late", extra={"order_id": order_id, "decided": decided})
    count("PackingReportsTooLate", decided=decided)


def _each(event: dict[str, Any], work: Callable[[str], None], *, in_order: bool) -> Failures:
    """In a FIFO queue what follows a failure waits for it."""
    failed: list[str] = []
    for record in event["Records"]:
        if failed and in_order:
            failed.append(record["messageId"])
            continue
        try:
            work(record["body"])
        except Exception:  # noqa: BLE001 - whatever is wrong with one message, it comes again alone
            logger.exception("message failed", extra={"message_id": record["messageId"]})
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _run_of(execution: str) -> int:
    """The number at the end of an execution's name; the first has none."""
    _, _, run = execution.partition("-")
    return int(run) if run else 1

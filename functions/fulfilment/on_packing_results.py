"""The queue PackingResults, on which warehouses answer."""

from typing import Any

from functions.fulfilment.callback import CallbackExpired
from functions.fulfilment.decide_packing import DecidedOtherwise
from functions.fulfilment.report import read_message
from functions.fulfilment.report_packing import report_packing
from functions.shared.messages import Failures, work_through
from functions.shared.observe import count, logger


def handle(event: dict[str, Any], _context: Any) -> Failures:
    """Takes messages as functions/fulfilment/report.py says."""
    return work_through(event, _report, in_order=False)


def _report(body: str) -> None:
    callback_id, report = read_message(body)
    try:
        fulfilment = report_packing(callback_id, report)
    except DecidedOtherwise as earlier:
        _too_late(earlier.fulfilment.order_id, str(earlier.fulfilment.outcome))
    except CallbackExpired as late:
        _too_late(str(late), "time")
    else:
        logger.info("packing reported", extra={"order_id": fulfilment.order_id, "outcome": report.outcome})


def _too_late(order_id: str, decided: str) -> None:
    """A message has no answer, so there is nobody to tell, and another try would be too late again."""
    logger.warning("packing reported too late", extra={"order_id": order_id, "decided": decided})
    count("PackingReportsTooLate", decided=decided)

"""The queue PackingResults, on which warehouses answer."""

from typing import Any

from functions.fulfilment.decide_packing import DecidedOtherwise
from functions.fulfilment.fulfilment import Fulfilment
from functions.fulfilment.report import read_message
from functions.fulfilment.report_packing import PackingOver, report_packing
from functions.fulfilment.tell_warehouse import tell_again
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
        fulfilment = earlier.fulfilment
        _too_late(fulfilment, str(fulfilment.outcome))
    except PackingOver as over:
        fulfilment = over.fulfilment
        _too_late(fulfilment, "time")
    else:
        logger.info("packing reported", extra={"order_id": fulfilment.order_id, "outcome": report.outcome})
    tell_again(fulfilment)


def _too_late(fulfilment: Fulfilment, decided: str) -> None:
    """A message has no answer, and another try would be too late again: the order's last word says what is to
    be done."""
    extra = {"order_id": fulfilment.order_id, "decided": decided}
    logger.warning("packing reported too late", extra=extra)
    count("PackingReportsTooLate", decided=decided)

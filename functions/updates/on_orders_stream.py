"""The Lambda entry point of `updates`: consumes the stream of the Orders table beside the relay."""

from typing import Any

from functions.shared.observe import logger, plain_failures
from functions.updates.push_updates import push_updates


@plain_failures()
def handle(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    """Answers which records failed (`ReportBatchItemFailures`)."""
    records = event["Records"]
    failed = push_updates(records)
    log = logger.warning if failed else logger.debug
    log("updates pushed", extra={"records": len(records), "failed": len(failed)})
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in failed]}

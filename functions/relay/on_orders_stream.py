"""The relay's Lambda entry point: consumes the stream of the Orders table."""

from typing import Any

from functions.relay.relay_records import relay_records
from functions.shared.observe import logger, plain_failures


@plain_failures()
def handle(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    """Answers which records failed (`ReportBatchItemFailures`): Lambda delivers the first of them and all
    after it again."""
    records = event["Records"]
    failed = relay_records(records)
    log = logger.warning if failed else logger.debug
    log("records relayed", extra={"records": len(records), "failed": len(failed)})
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in failed]}

"""The validator of AWS Backup's monthly restore test: our own audit over the tables that it restored, and
what came of it, told to AWS Backup. Exit status 0: nothing to judge yet, or all is well; 1: it is not.

Every restore's end starts it, and the last one has it audit: tables are judged together. Safe to run twice
and beside itself: whoever sees all restores ended judges alike."""

import os
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.shared import aws, clock
from ops.output import flush, say
from ops.restored_audit import judge

DAY = timedelta(days=1)
"""Restored tables live no longer."""
PAGES = 50
LONGEST = 900
"""AWS Backup takes 1,024 characters."""
_ENDED = {"COMPLETED", "FAILED", "ABORTED"}

Jobs = Mapping[str, dict[str, Any]]
"""By the name of the table that was copied, its newest restore."""


def main() -> int:
    jobs = _jobs(clock.now() - DAY)
    waited_for = sorted(table for table in tested() if jobs.get(table, {}).get("Status") not in _ENDED)
    if waited_for:
        say(f"validate-restore: nothing to judge yet: {', '.join(waited_for)} not restored so far")
        return 0
    failed = sorted(table for table, one in jobs.items() if one["Status"] != "COMPLETED")
    return _tell(jobs, [f"not restored: {table}" for table in failed] or _broken(jobs))


def tested() -> dict[str, str]:
    """The shop's lasting tables by name: the variable that the stores read each by."""
    return {os.environ[variable]: variable for variable in os.environ["TESTED_TABLES"].split()}


def _broken(jobs: Jobs) -> list[str]:
    """What the audit of the restored tables finds."""
    tables = tested()
    pointed = {tables[table]: _name(one["CreatedResourceArn"]) for table, one in jobs.items()}
    first = min(one["RecoveryPointCreationDate"] for one in jobs.values())
    judged = judge(pointed, first)
    say(f"validate-restore: {judged.orders} orders, {len(judged.moved)} moved since")
    return judged.broken


def _tell(jobs: Jobs, broken: list[str]) -> int:
    """The same of each restore: they were judged together."""
    status = "FAILED" if broken else "SUCCESSFUL"
    text = "; ".join(broken)[:LONGEST] or "The shop's audit found nothing broken."
    for one in jobs.values():
        if one["Status"] == "COMPLETED":
            _client().put_restore_validation_result(
                RestoreJobId=one["RestoreJobId"], ValidationStatus=status, ValidationStatusMessage=text
            )
    say(f"validate-restore: {status}: {text}")
    return 1 if broken else 0


def _jobs(since: datetime) -> dict[str, dict[str, Any]]:
    """Of the shop's tables, by this plan. Raises RuntimeError where the list does not end."""
    request: dict[str, Any] = {
        "ByRestoreTestingPlanArn": os.environ["RESTORE_TESTING_PLAN"],
        "ByCreatedAfter": since,
    }
    newest: dict[str, dict[str, Any]] = {}
    for _ in range(PAGES):
        page = _client().list_restore_jobs(**request)
        for one in page["RestoreJobs"]:
            table = _name(one["SourceResourceArn"])
            if table in tested() and _later(one, newest.get(table)):
                newest[table] = one
        if not page.get("NextToken"):
            return newest
        request["NextToken"] = page["NextToken"]
    raise RuntimeError(f"more than {PAGES} pages of restores")


def _later(one: dict[str, Any], other: dict[str, Any] | None) -> bool:
    return other is None or one["CreationDate"] > other["CreationDate"]


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]


def _client() -> Any:
    return aws.client("backup")


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        flush()

"""`restore-tables`: the first command of a recovery. The shop's own tables stay as they are."""

from datetime import datetime
from typing import Any

from functions.shared import clock
from ops.restored_tables import differences, restore, sources
from ops.target import stack_outputs

NEXT = (
    "audit them: python -m ops restore-drill does so on tables of its own",
    "deploy onto them: make deploy CONTEXT='-c tableSuffix={suffix}'",
    "end all sessions, since who had signed out is forgotten: python -m ops --aws replace-session-keys",
    "then compare with the provider: python -m ops --aws reconcile --dry-run, and without --dry-run",
)


def restore_tables(suffix: str, *, at: datetime | None, backups: bool) -> dict[str, Any]:
    """`{restored: {table: name}, recovery_point, unlike_the_shops, next}`. Tables that hold nothing lasting
    are made by the deployment. Raises CommandError if tables of this suffix are there."""
    tables = sources(stack_outputs())
    first, last = restore(tables, suffix, at=at, backups=backups, empty=False)
    lasting = [one for one in tables if one.lasting]
    return {
        "restored": {one.name: one.restored(suffix) for one in lasting},
        "recovery_point": {"first": clock.timestamp(first), "last": clock.timestamp(last)},
        "unlike_the_shops": differences(lasting, suffix),
        "next": [step.format(suffix=suffix) for step in NEXT],
    }

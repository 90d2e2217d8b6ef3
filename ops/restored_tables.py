"""Tables restored beside the shop's own: `PaidOnce-<table>-<suffix>`, from what DynamoDB keeps of each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from functions.shared import aws, clock
from ops.errors import CommandError
from ops.table_settings import BILLING, keys_of, settings_of, take_over

PREFIX = "PaidOnce"
BACKUP = "paidonce-restore"
SUFFIX = re.compile(r"[A-Za-z0-9]{1,32}")
MOST_SECONDS = 12 * 60 * 60
POLL_SECONDS = 0.2
MOST_POLL_SECONDS = 15.0
PAGES = 100
_OUTPUT = re.compile(r"([A-Za-z]+)Table")


@dataclass(frozen=True)
class Source:
    """One of the shop's tables: `name` as its stack calls it (`Orders`), `lasting` if it can be restored. Of
    the others a restored shop begins with empty ones."""

    name: str
    table: str
    lasting: bool

    def restored(self, suffix: str) -> str:
        return f"{PREFIX}-{self.name}-{suffix}"


def client() -> Any:
    return aws.client("dynamodb")


def sources(outputs: Mapping[str, str]) -> list[Source]:
    """The shop's tables, by the outputs of its stacks."""
    found = [(match[1], table) for key, table in outputs.items() if (match := _OUTPUT.fullmatch(key))]
    return [Source(name, table, _recoverable(table)) for name, table in sorted(found)]


def restore(
    tables: list[Source], suffix: str, *, at: datetime | None, backups: bool, empty: bool
) -> tuple[datetime, datetime]:
    """Bring back each lasting table; when the first and the last of what they hold were written down. With
    `backups`, of copies made now, one table after another; else of the second `at`, the same for all, or of
    the last second that all can be restored to. With `empty`, the other tables too, without an item.

    Their streams, expiry, recovery and protection become those of the shop's own. Raises CommandError.
    """
    lasting = [one for one in tables if one.lasting]
    if not lasting:
        raise CommandError("no table can be restored: point-in-time recovery is off")
    _refuse_existing(tables, suffix)
    first, last = _from_copies(lasting, suffix) if backups else _to_second(lasting, suffix, at)
    for one in tables:
        if empty and not one.lasting:
            client().create_table(TableName=one.restored(suffix), **keys_of(one.table))
    made = [one for one in tables if one.lasting or empty]
    for one in made:
        _await_active(one.restored(suffix))
    for one in made:
        _await(partial(_set_up, one.table, one.restored(suffix)), f"{one.restored(suffix)} to be set up")
    return first, last


def differences(tables: list[Source], suffix: str) -> list[str]:
    """In what restored tables are not as the shop's own (table_settings.py)."""
    found = []
    for one in tables:
        ours, theirs = settings_of(one.table), settings_of(one.restored(suffix))
        found += [f"{one.name}: {name}" for name in ours if ours[name] != theirs[name]]
    return found


def delete(tables: list[Source], suffix: str) -> list[str]:
    """Delete the restored tables of this suffix and the copies made for them, as far as there are any: what
    is gone. Never a table of another name. Safe to repeat."""
    gone = []
    for one in tables:
        name = one.restored(suffix)
        if name == one.table:
            raise CommandError(f"{name} is what the shop works on: it is not deleted")
        if _delete_table(name):
            gone.append(name)
        for arn in _copies(one.table).get(f"{BACKUP}-{suffix}", []):
            client().delete_backup(BackupArn=arn)
    return gone


def suffixes(tables: list[Source]) -> set[str]:
    """Of restored tables that are there, but for those the shop works on, and of copies made for some."""
    ours = {one.table for one in tables}
    kinds = {one.name for one in tables}
    found = set()
    for name in _names():
        prefix, _, rest = name.partition("-")
        kind, _, suffix = rest.partition("-")
        if prefix == PREFIX and kind in kinds and SUFFIX.fullmatch(suffix) and name not in ours:
            found.add(suffix)
    return found | {name.removeprefix(f"{BACKUP}-") for one in tables for name in _copies(one.table)}


def _names() -> Iterator[str]:
    request: dict[str, Any] = {}
    for _ in range(PAGES):
        page = client().list_tables(**request)
        yield from page["TableNames"]
        if not page.get("LastEvaluatedTableName"):
            return
        request = {"ExclusiveStartTableName": page["LastEvaluatedTableName"]}
    raise CommandError(f"more than {PAGES} pages of tables")


def _recoverable(table: str) -> bool:
    described = client().describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    return bool(described["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED")


def _refuse_existing(tables: list[Source], suffix: str) -> None:
    if suffix in suffixes(tables) or any(one.table == one.restored(suffix) for one in tables):
        raise CommandError(f"tables with the suffix {suffix} are there already: choose another")


def _from_copies(tables: list[Source], suffix: str) -> tuple[datetime, datetime]:
    first = clock.now()
    arns = {}
    for one in tables:
        made = client().create_backup(TableName=one.table, BackupName=f"{BACKUP}-{suffix}")
        arns[one.name] = made["BackupDetails"]["BackupArn"]
    last = clock.now()
    for one in tables:
        _await(partial(_available, arns[one.name]), f"the copy of {one.table}")
        client().restore_table_from_backup(
            TargetTableName=one.restored(suffix),
            BackupArn=arns[one.name],
            BillingModeOverride=BILLING,
        )
    return first, last


def _to_second(tables: list[Source], suffix: str, at: datetime | None) -> tuple[datetime, datetime]:
    second = at or min(_latest(one.table) for one in tables)
    for one in tables:
        client().restore_table_to_point_in_time(
            SourceTableName=one.table,
            TargetTableName=one.restored(suffix),
            RestoreDateTime=second,
            BillingModeOverride=BILLING,
        )
    return second, second


def _latest(table: str) -> datetime:
    described = client().describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    latest = described["PointInTimeRecoveryDescription"].get("LatestRestorableDateTime")
    if not isinstance(latest, datetime):
        raise CommandError(f"{table} cannot be restored to a second yet: --from copies works at once")
    return latest.astimezone(UTC).replace(microsecond=0)


def _available(arn: str) -> bool:
    described = client().describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
    return bool(described["BackupStatus"] == "AVAILABLE")


def _active(table: str) -> bool:
    described = client().describe_table(TableName=table)["Table"]
    indexes = described.get("GlobalSecondaryIndexes", [])
    return described["TableStatus"] == "ACTIVE" and all(one["IndexStatus"] == "ACTIVE" for one in indexes)


def _set_up(source: str, restored: str) -> bool:
    return _active(restored) and take_over(source, restored)


def _delete_table(name: str) -> bool:
    """Whether it was there. It may be protected, or still on its way in or out."""
    gone = client().exceptions.ResourceNotFoundException
    try:
        _await_active(name)
        if client().describe_table(TableName=name)["Table"].get("DeletionProtectionEnabled"):
            client().update_table(TableName=name, DeletionProtectionEnabled=False)
        client().delete_table(TableName=name)
    except gone:
        return False
    return True


def _copies(table: str) -> dict[str, list[str]]:
    """ARNs of the copies that commands made of this table, by their names."""
    request: dict[str, Any] = {"TableName": table, "BackupType": "USER"}
    found: dict[str, list[str]] = {}
    for _ in range(PAGES):
        page = client().list_backups(**request)
        for one in page.get("BackupSummaries", []):
            if one["BackupName"].startswith(f"{BACKUP}-"):
                found.setdefault(one["BackupName"], []).append(one["BackupArn"])
        if not page.get("LastEvaluatedBackupArn"):
            return found
        request["ExclusiveStartBackupArn"] = page["LastEvaluatedBackupArn"]
    raise CommandError(f"more than {PAGES} pages of copies of {table}")


def _await_active(table: str) -> None:
    _await(partial(_active, table), f"{table} to be active")


def _await(done: Callable[[], bool], what: str) -> None:
    waited, pause = 0.0, POLL_SECONDS
    while not done():
        if waited > MOST_SECONDS:
            raise CommandError(f"waited for {what} in vain for {MOST_SECONDS // 3600} hours")
        clock.pause(pause)
        waited += pause
        pause = min(pause * 1.5, MOST_POLL_SECONDS)

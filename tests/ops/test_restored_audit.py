"""An audit of copies: what moved since is told from what is broken."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from functions.shared import clock
from ops import restored_audit, validate_restore
from ops.restored_audit import Judgement, judge

MOVED, STILL, OWN = (f"ord_{letter * 32}" for letter in "abc")
BEGUN = datetime(2026, 11, 27, 12, tzinfo=UTC)
LONG_AGO, JUST_NOW = "2026-11-27T11:00:00.000Z", "2026-11-27T12:00:00.500Z"


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """`found`: what the audit says of the copies; `moved`: orders that the shop knows otherwise; `at`: when
    an order last moved, as the copies have it."""
    told: dict[str, Any] = {"found": [], "moved": set(), "at": {}}
    monkeypatch.setattr(restored_audit, "read_snapshot", lambda: SimpleNamespace(orders={1: 1}))
    monkeypatch.setattr(restored_audit, "violations", lambda _shop: told["found"])
    monkeypatch.setattr(restored_audit, "_last_event", lambda one: told["at"].get(one, LONG_AGO))
    monkeypatch.setattr(clock, "pause", lambda _seconds: None)
    looks = iter(range(1000))
    monkeypatch.setattr(restored_audit, "_known", lambda one: (next(looks) if one in told["moved"] else one,))
    return told


def judged(copies: dict[str, Any], *found: str) -> Judgement:
    copies["found"] = list(found)
    return judge({}, BEGUN, own={OWN})


def test_an_order_that_moved_since_is_excused(copies: dict[str, Any]) -> None:
    copies["moved"] = {MOVED}

    assert judged(copies, f"captured another amount: {MOVED}").broken == []


def test_an_order_that_moved_between_two_copies_is_excused(copies: dict[str, Any]) -> None:
    copies["at"] = {MOVED: JUST_NOW}

    assert judged(copies, f"cart still claimed: by {MOVED}").broken == []


def test_an_order_that_stood_still_is_not(copies: dict[str, Any]) -> None:
    copies["moved"] = {MOVED}
    sentence = f"charged more than once: {STILL}"

    assert judged(copies, sentence, f"x {MOVED}").broken == [sentence]
    assert judged(copies, f"{MOVED} and {STILL}").broken == [f"{MOVED} and {STILL}"]


def test_what_names_no_order_is_not(copies: dict[str, Any]) -> None:
    sentence = "oversold: margherita#0 has a negative count"

    assert judged(copies, sentence).broken == [sentence]


def test_what_the_drill_itself_bought_is_never_excused(copies: dict[str, Any]) -> None:
    copies["moved"] = {OWN}

    assert judged(copies, f"confirmed without its goods: {OWN}").broken != []


class Backup:
    """AWS Backup as far as the validator sees it."""

    def __init__(self, **statuses: str) -> None:
        self.statuses = statuses
        self.told: dict[str, str] = {}

    def list_restore_jobs(self, **_asked: Any) -> dict[str, Any]:
        return {
            "RestoreJobs": [
                {
                    "RestoreJobId": f"job-{table}",
                    "Status": status,
                    "SourceResourceArn": f"arn:aws:dynamodb:r:1:table/{table}",
                    "CreatedResourceArn": f"arn:aws:dynamodb:r:1:table/awsbackup-restore-test-{table}",
                    "CreationDate": BEGUN,
                    "RecoveryPointCreationDate": BEGUN,
                }
                for table, status in self.statuses.items()
            ]
        }

    def put_restore_validation_result(self, **told: str) -> None:
        self.told[told["RestoreJobId"]] = told["ValidationStatus"]


def validates(monkeypatch: pytest.MonkeyPatch, backup: Backup, *broken: str) -> tuple[int, list[Any]]:
    looked: list[Any] = []

    def look(tables: Any, first: datetime) -> Judgement:
        looked.append(tables)
        return Judgement(1, list(broken), [])

    monkeypatch.setenv("TESTED_TABLES", "ORDERS_TABLE STOCK_TABLE")
    monkeypatch.setenv("ORDERS_TABLE", "orders")
    monkeypatch.setenv("STOCK_TABLE", "stock")
    monkeypatch.setenv("RESTORE_TESTING_PLAN", "plan")
    monkeypatch.setattr(validate_restore, "_client", lambda: backup)
    monkeypatch.setattr(validate_restore, "judge", look)
    return validate_restore.main(), looked


def test_the_last_restore_to_end_has_all_tables_judged_together(monkeypatch: pytest.MonkeyPatch) -> None:
    backup = Backup(orders="COMPLETED", stock="COMPLETED", somebodys="RUNNING")

    status, looked = validates(monkeypatch, backup)

    assert status == 0
    assert looked == [
        {"ORDERS_TABLE": "awsbackup-restore-test-orders", "STOCK_TABLE": "awsbackup-restore-test-stock"}
    ]
    assert backup.told == {"job-orders": "SUCCESSFUL", "job-stock": "SUCCESSFUL"}


@pytest.mark.parametrize("others", [{"stock": "RUNNING"}, {}], ids=["on its way", "not begun"])
def test_nothing_is_judged_before(monkeypatch: pytest.MonkeyPatch, others: dict[str, str]) -> None:
    backup = Backup(orders="COMPLETED", **others)

    assert validates(monkeypatch, backup) == (0, [])
    assert backup.told == {}


def test_a_broken_promise_fails_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    backup = Backup(orders="COMPLETED", stock="COMPLETED")

    status, _ = validates(monkeypatch, backup, "oversold: margherita#0")

    assert status == 1
    assert set(backup.told.values()) == {"FAILED"}


def test_a_table_that_could_not_be_restored_fails_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    backup = Backup(orders="COMPLETED", stock="ABORTED")

    assert validates(monkeypatch, backup) == (1, [])
    assert backup.told == {"job-orders": "FAILED"}

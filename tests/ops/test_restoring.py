"""Tables restored beside the shop's own: complete, set up alike, under other names, and gone afterwards."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.shared import aws
from harness.moto.cloud import table_request
from harness.template import REGION, Template
from ops import restored_tables
from ops.errors import CommandError
from ops.restored_audit import looking_at
from ops.restored_tables import Source, delete, differences, restore, sources, suffixes

OUTPUTS = {
    "OrdersTable": "shop-orders",
    "CartsTable": "shop-carts",
    "LiveTable": "shop-live",
    "EventBus": "b",
}


@pytest.fixture
def tables(template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Source]]:
    """Orders with its stream, Carts that expire, Live that nobody restores."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        aws.client.cache_clear()
        client = boto3.client("dynamodb", region_name=REGION)
        for name, table in (("Orders", "shop-orders"), ("Carts", "shop-carts"), ("Live", "shop-live")):
            request = table_request(template.tables[name]) | {"TableName": table}
            client.create_table(**request)
            _set_up(client, template, name, table)
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        client.update_table(TableName="shop-orders", StreamSpecification=stream)
        client.update_table(TableName="shop-orders", DeletionProtectionEnabled=True)
        client.put_item(TableName="shop-orders", Item={"order_id": {"S": "ord_1"}, "item": {"S": "head"}})
        yield sources(OUTPUTS)
        aws.client.cache_clear()


def _set_up(client: Any, template: Template, name: str, table: str) -> None:
    properties = template.tables[name].properties
    if expiry := properties.get("TimeToLiveSpecification"):
        client.update_time_to_live(TableName=table, TimeToLiveSpecification=expiry)
    recovery = properties["Replicas"][0]["PointInTimeRecoverySpecification"]
    client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)


def test_what_lasts_is_restored_and_set_up_as_it_was_and_the_rest_begins_empty(tables: list[Source]) -> None:
    restore(tables, "R1", at=None, backups=True, empty=True)

    client = boto3.client("dynamodb", region_name=REGION)
    assert client.scan(TableName="PaidOnce-Orders-R1")["Count"] == 1
    assert client.scan(TableName="PaidOnce-Live-R1")["Count"] == 0
    assert differences([one for one in tables if one.lasting], "R1") == []


def test_what_a_restored_table_lacks_is_named(tables: list[Source], monkeypatch: pytest.MonkeyPatch) -> None:
    """As DynamoDB itself leaves it."""
    monkeypatch.setattr(restored_tables, "take_over", lambda *_: True)
    restore(tables, "R1", at=None, backups=True, empty=True)

    found = set(differences([one for one in tables if one.lasting], "R1"))

    lacking = {"Carts: expiry", "Carts: recovery", "Orders: stream", "Orders: recovery", "Orders: protection"}
    assert found >= lacking
    assert found - lacking <= {"Carts: billing", "Orders: billing"}


def test_deleting_takes_restored_tables_and_copies_alone_protected_ones_too_and_may_be_done_twice(
    tables: list[Source],
) -> None:
    restore(tables, "R1", at=None, backups=True, empty=True)

    assert len(delete(tables, "R1")) == 3
    assert delete(tables, "R1") == []

    client = boto3.client("dynamodb", region_name=REGION)
    assert sorted(client.list_tables()["TableNames"]) == ["shop-carts", "shop-live", "shop-orders"]
    assert client.list_backups()["BackupSummaries"] == []


def test_copies_that_a_killed_drill_made_before_any_table_are_found(tables: list[Source]) -> None:
    client = boto3.client("dynamodb", region_name=REGION)
    client.create_backup(TableName="shop-carts", BackupName="paidonce-restore-drill1")
    client.create_backup(TableName="shop-carts", BackupName="somebodys-own")

    assert suffixes(tables) == {"drill1"}
    delete(tables, "drill1")

    left = client.list_backups()["BackupSummaries"]
    assert [one["BackupName"] for one in left] == ["somebodys-own"]


def test_a_suffix_that_is_taken_is_refused_before_anything_is_made(tables: list[Source]) -> None:
    restore(tables, "R1", at=None, backups=True, empty=False)

    with pytest.raises(CommandError, match="choose another"):
        restore(tables, "R1", at=None, backups=True, empty=False)


def test_what_the_shop_works_on_is_never_deleted(tables: list[Source]) -> None:
    """A shop that went on from restored tables has tables of such names."""
    restore(tables, "R1", at=None, backups=True, empty=False)
    now = [Source("Orders", "PaidOnce-Orders-R1", lasting=True)]

    assert suffixes(now) == set()
    with pytest.raises(CommandError, match="works on"):
        delete(now, "R1")


def test_a_process_looks_at_restored_tables_for_as_long_as_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ORDERS_TABLE", "shop-orders")
    monkeypatch.delenv("CARTS_TABLE", raising=False)

    with looking_at({"ORDERS_TABLE": "copy", "CARTS_TABLE": "copy"}):
        assert os.environ["ORDERS_TABLE"] == os.environ["CARTS_TABLE"] == "copy"

    assert os.environ["ORDERS_TABLE"] == "shop-orders"
    assert "CARTS_TABLE" not in os.environ

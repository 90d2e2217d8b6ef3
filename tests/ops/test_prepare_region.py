"""A second region is told what the shop's replicas are called there, once all of them are."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.shared import aws
from harness.moto.cloud import table_request
from harness.template import REGION, Template
from ops import prepare_region as command
from ops.errors import CommandError
from ops.prepare_region import NAMES, prepare_region

SECOND = "eu-central-1"


@pytest.fixture
def shop(template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two regions with a lasting table and secrets; in the second, all is as replication leaves it."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        aws.client.cache_clear()
        for region in (REGION, SECOND):
            client = boto3.client("dynamodb", region_name=region)
            client.create_table(**table_request(template.tables["Orders"]) | {"TableName": "shop-orders"})
            stream = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
            client.update_table(
                TableName="shop-orders", StreamSpecification=stream, DeletionProtectionEnabled=True
            )
            recover(region, on=True)
            secrets = boto3.client("secretsmanager", region_name=region)
            for name in ("keys", "paidonce/stripe"):
                secrets.create_secret(Name=name, SecretString=json.dumps({}))
        keys = boto3.client("secretsmanager", region_name=REGION).describe_secret(SecretId="keys")["ARN"]
        outputs = {"OrdersTable": "shop-orders", "SessionKeysSecret": keys, "StripeSecret": "paidonce/stripe"}
        monkeypatch.setattr(command, "stack_outputs", lambda: outputs)
        yield
        aws.client.cache_clear()


def recover(region: str, *, on: bool) -> None:
    boto3.client("dynamodb", region_name=region).update_continuous_backups(
        TableName="shop-orders", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": on}
    )


def told() -> dict[str, Any]:
    found = boto3.client("ssm", region_name=SECOND).get_parameters_by_path(Path=NAMES)["Parameters"]
    return {one["Name"].removeprefix(NAMES): one["Value"] for one in found}


@pytest.mark.usefixtures("shop")
def test_names_are_told_there_and_may_be_told_again() -> None:
    prepare_region(SECOND)
    prepare_region(SECOND)

    found = told()
    assert found.keys() == {
        *("OrdersTable", "OrdersStream", "SessionKeysSecret", "FilesBucket", "FilesBucketArn")
    }
    assert found["OrdersTable"] == "shop-orders"
    assert f":{SECOND}:" in found["OrdersStream"]
    assert f":{SECOND}:" in found["SessionKeysSecret"]
    assert found["FilesBucketArn"] == f"arn:aws:s3:::{found['FilesBucket']}"


@pytest.mark.usefixtures("shop")
def test_what_is_missing_there_is_named_and_nothing_told() -> None:
    client = boto3.client("dynamodb", region_name=SECOND)
    client.update_table(TableName="shop-orders", DeletionProtectionEnabled=False)
    recover(SECOND, on=False)
    boto3.client("secretsmanager", region_name=SECOND).delete_secret(
        SecretId="paidonce/stripe", ForceDeleteWithoutRecovery=True
    )

    with pytest.raises(CommandError) as refused:
        prepare_region(SECOND)

    assert "Orders: is not protected from being deleted" in str(refused.value)
    assert "Orders: cannot be recovered to a second" in str(refused.value)
    assert "the secret paidonce/stripe is not there" in str(refused.value)
    assert told() == {}


@pytest.mark.usefixtures("shop")
def test_a_table_without_a_replica_is_named() -> None:
    client = boto3.client("dynamodb", region_name=SECOND)
    client.update_table(TableName="shop-orders", DeletionProtectionEnabled=False)
    client.delete_table(TableName="shop-orders")

    with pytest.raises(CommandError, match="Orders has no replica there"):
        prepare_region(SECOND)

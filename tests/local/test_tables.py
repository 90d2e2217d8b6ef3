"""Tables and secrets that CloudFormation makes in the embedded cloud have what the template asks for."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import Cloud


def test_a_global_table_has_its_lifetime_index_stream_and_recovery(cloud: Cloud) -> None:
    dynamodb, table = cloud.client("dynamodb"), cloud.outputs["Table"]

    described = dynamodb.describe_table(TableName=table)["Table"]
    lifetime = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]

    assert [index["IndexName"] for index in described["GlobalSecondaryIndexes"]] == ["due"]
    assert described["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"
    assert lifetime == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_cancelled_transaction_names_its_reasons_and_shows_the_old_item(cloud: Cloud) -> None:
    dynamodb, table = cloud.client("dynamodb"), cloud.outputs["Table"]
    item = {"pk": {"S": "reasons"}, "sk": {"S": "1"}, "n": {"N": "1"}}
    dynamodb.put_item(TableName=table, Item=item)
    free = {"TableName": table, "Item": {"pk": {"S": "reasons"}, "sk": {"S": "2"}}}
    refused = {
        "TableName": table,
        "Key": {"pk": item["pk"], "sk": item["sk"]},
        "UpdateExpression": "SET n = n - :one",
        "ConditionExpression": "n > :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }

    with pytest.raises(ClientError) as caught:
        dynamodb.transact_write_items(TransactItems=[{"Put": free}, {"Update": refused}])

    none, failed = caught.value.response["CancellationReasons"]
    assert none["Code"] == "None"
    assert failed["Code"] == "ConditionalCheckFailed"
    assert failed["Item"] == item


def test_the_same_condition_text_with_other_values_is_judged_anew(cloud: Cloud) -> None:
    dynamodb, table = cloud.client("dynamodb"), cloud.outputs["Table"]
    key = {"pk": {"S": "cache"}, "sk": {"S": "1"}}
    dynamodb.put_item(TableName=table, Item={**key, "n": {"N": "5"}})
    update = {
        "TableName": table,
        "Key": key,
        "UpdateExpression": "SET seen = :max",
        "ConditionExpression": "n < :max",
    }

    dynamodb.update_item(**update, ExpressionAttributeValues={":max": {"N": "6"}})

    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        dynamodb.update_item(**update, ExpressionAttributeValues={":max": {"N": "5"}})


def test_a_generated_secret_keeps_its_template(cloud: Cloud) -> None:
    answer = cloud.client("secretsmanager").get_secret_value(SecretId=cloud.outputs["Secret"])

    secret = json.loads(answer["SecretString"])
    assert secret["kid"] == "1"
    assert len(secret["key"]) == 64

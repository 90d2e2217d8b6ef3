"""What a table has beside its items. DynamoDB restores keys, indexes and items; stream, expiry, recovery and
protection of a restored table are off until somebody sets them."""

from contextlib import suppress
from typing import Any

from functions.shared import aws

BILLING = "PAY_PER_REQUEST"


def settings_of(table: str) -> dict[str, Any]:
    """As the shop relies on them, in a form that can be compared."""
    client = aws.client("dynamodb")
    described = client.describe_table(TableName=table)["Table"]
    stream = described.get("StreamSpecification") or {}
    return {
        "keys": _keys(described),
        "indexes": _indexes(described),
        "billing": described.get("BillingModeSummary", {}).get("BillingMode"),
        "stream": stream.get("StreamViewType") if stream.get("StreamEnabled") else None,
        "expiry": _expiry(client, table),
        "recovery": _recovery(client, table),
        "protection": bool(described.get("DeletionProtectionEnabled")),
    }


def take_over(source: str, restored: str) -> bool:
    """Give a restored table the next of its source's settings that it lacks; whether it lacked none. DynamoDB
    takes one change at a time, and the next once the table is active again: call it until it says so.
    """
    client = aws.client("dynamodb")
    ours, theirs = settings_of(source), settings_of(restored)
    changes: dict[str, dict[str, Any]] = {
        "billing": {"BillingMode": ours["billing"]},
        "stream": {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": ours["stream"]}},
        "protection": {"DeletionProtectionEnabled": True},
    }
    for name, change in changes.items():
        if ours[name] and ours[name] != theirs[name]:
            client.update_table(TableName=restored, **change)
            return False
    if ours["expiry"] and ours["expiry"] != theirs["expiry"]:
        expiry = {"Enabled": True, "AttributeName": ours["expiry"]}
        client.update_time_to_live(TableName=restored, TimeToLiveSpecification=expiry)
        return False
    if ours["recovery"] and not theirs["recovery"]:
        _recover(client, restored)
        return False
    return True


def _recover(client: Any, table: str) -> None:
    """A table that has just been restored is not ready for it yet, and is asked again."""
    recovery = {"PointInTimeRecoveryEnabled": True}
    with suppress(client.exceptions.ContinuousBackupsUnavailableException):
        client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)


def keys_of(table: str) -> dict[str, Any]:
    """What `create_table` needs to make an empty table like this one."""
    described = aws.client("dynamodb").describe_table(TableName=table)["Table"]
    return {
        "KeySchema": described["KeySchema"],
        "AttributeDefinitions": described["AttributeDefinitions"],
        "BillingMode": BILLING,
    }


def _keys(described: dict[str, Any]) -> list[str]:
    kinds = {one["AttributeName"]: one["AttributeType"] for one in described["AttributeDefinitions"]}
    names = [one["AttributeName"] for one in described["KeySchema"]]
    return [f"{name}:{kinds[name]}" for name in names]


def _indexes(described: dict[str, Any]) -> dict[str, Any]:
    return {
        one["IndexName"]: {
            "keys": [key["AttributeName"] for key in one["KeySchema"]],
            "projection": one["Projection"]["ProjectionType"],
            "attributes": sorted(one["Projection"].get("NonKeyAttributes") or []),
        }
        for one in described.get("GlobalSecondaryIndexes") or []
    }


def _expiry(client: Any, table: str) -> str | None:
    described = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    on = described.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")
    return str(described["AttributeName"]) if on else None


def _recovery(client: Any, table: str) -> bool:
    described = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    return bool(described["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED")

"""CloudFormation's TTL and point-in-time recovery reach the table; upstream accepts and forgets them."""

from typing import Any

from ministack.services import dynamodb
from ministack.services.cloudformation import provisioners

from local.aws.anchor import expect

CREATE_SOURCE = "cd71b40024fd"
TABLE = "AWS::DynamoDB::GlobalTable"


def apply() -> None:
    """Wrap the creation of global tables (CDK's TableV2)."""
    create = expect(provisioners, "_ddb_global_table_create", source=CREATE_SOURCE)

    def create_with_settings(logical_id: str, props: dict[str, Any], stack_name: str) -> Any:
        made = create(logical_id, props, stack_name)
        _apply_settings(made[0], props)
        return made

    provisioners._RESOURCE_HANDLERS[TABLE]["create"] = create_with_settings


def _apply_settings(table: str, props: dict[str, Any]) -> None:
    lifetime = props.get("TimeToLiveSpecification")
    if lifetime:
        dynamodb._update_ttl({"TableName": table, "TimeToLiveSpecification": _with_booleans(lifetime)})
    for replica in props.get("Replicas") or []:
        recovery = replica.get("PointInTimeRecoverySpecification")
        if recovery:
            settings = {"TableName": table, "PointInTimeRecoverySpecification": _with_booleans(recovery)}
            dynamodb._update_continuous_backups(settings)


def _with_booleans(settings: dict[str, Any]) -> dict[str, Any]:
    """CloudFormation may hand over "true" for true."""
    return {key: value == "true" if value in ("true", "false") else value for key, value in settings.items()}

"""`prepare-region`: tell a second region what the shop's replicas are called there, once all of them are."""

from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config

from ops.errors import CommandError
from ops.restored_tables import sources
from ops.target import stack_outputs

NAMES = "/paidonce/replica/"
"""As infra/stacks/replica.py looks them up."""
_CONFIG = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 5})


def prepare_region(region: str) -> dict[str, Any]:
    """`{region, told: {name: value}}`. Safe to repeat: names that changed are told anew. Raises CommandError,
    with nothing told, naming all that is missing there."""
    outputs = stack_outputs()
    missing: list[str] = []
    told = _tables(outputs, region, missing) | _others(outputs, region, missing)
    if missing:
        raise CommandError(
            f"{region} is not ready: {'; '.join(missing)}. Deploy with replicaRegion={region} first, and wait"
            " until the replicas are active"
        )
    parameters = _client("ssm", region)
    for name, value in told.items():
        parameters.put_parameter(Name=NAMES + name, Value=value, Type="String", Overwrite=True)
    return {"region": region, "told": told}


def _tables(outputs: Mapping[str, str], region: str, missing: list[str]) -> dict[str, str]:
    """Names are the same in each region; the stream of Orders has another ARN."""
    client = _client("dynamodb", region)
    told: dict[str, str] = {}
    for one in sources(outputs):
        if not one.lasting:
            continue
        try:
            found = client.describe_table(TableName=one.table)["Table"]
        except client.exceptions.ResourceNotFoundException:
            missing.append(f"{one.name} has no replica there")
            continue
        missing += [f"{one.name}: {why}" for why in _lacking(client, found)]
        told[f"{one.name}Table"] = one.table
        if one.name == "Orders":
            told["OrdersStream"] = found.get("LatestStreamArn", "")
    return told


def _lacking(client: Any, found: Mapping[str, Any]) -> list[str]:
    lacking = [] if found["TableStatus"] == "ACTIVE" else [f"is {found['TableStatus']}"]
    lacking += [] if found.get("DeletionProtectionEnabled") else ["is not protected from being deleted"]
    described = client.describe_continuous_backups(TableName=found["TableName"])
    recovery = described["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    on = recovery["PointInTimeRecoveryStatus"] == "ENABLED"
    return lacking if on else [*lacking, "cannot be recovered to a second"]


def _others(outputs: Mapping[str, str], region: str, missing: list[str]) -> dict[str, str]:
    """Session keys are replicated; the provider's keys are the shop's to put there, under the same name."""
    client = _client("secretsmanager", region)
    told: dict[str, str] = {}
    for output in ("SessionKeysSecret", "StripeSecret"):
        name = _name_of_secret(outputs[output])
        try:
            arn = client.describe_secret(SecretId=name)["ARN"]
        except client.exceptions.ResourceNotFoundException:
            missing.append(f"the secret {name} is not there")
            continue
        if output == "SessionKeysSecret":
            told[output] = arn
    identity: Any = boto3.client("sts", config=_CONFIG)
    account = identity.get_caller_identity()
    bucket = f"paidonce-files-{account['Account']}-{region}"
    partition = account["Arn"].split(":")[1]
    return told | {"FilesBucket": bucket, "FilesBucketArn": f"arn:{partition}:s3:::{bucket}"}


def _name_of_secret(called: str) -> str:
    """An ARN ends with the name and six letters that Secrets Manager appended."""
    if not called.startswith("arn:"):
        return called
    return called.split(":")[6].rpartition("-")[0]


def _client(service: str, region: str) -> Any:
    return boto3.client(service, region_name=region, config=_CONFIG)

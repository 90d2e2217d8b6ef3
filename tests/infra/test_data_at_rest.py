"""docs/data-at-rest.md against the templates, both ways: what is kept, how, for how long; and that nothing is
public."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from harness.template import HASH, Template
from local.settings import ROOT

DAY = 24 * 60 * 60
PAGE = ROOT / "docs" / "data-at-rest.md"
KINDS = {
    "table": "AWS::DynamoDB::GlobalTable",
    "bucket": "AWS::S3::Bucket",
    "secret": "AWS::SecretsManager::Secret",
    "queue": "AWS::SQS::Queue",
    "log group": "AWS::Logs::LogGroup",
    "vault": "AWS::Backup::BackupVault",
    "user pool": "AWS::Cognito::UserPool",
    "cache": "AWS::ElastiCache::ServerlessCache",
}
OTHERS_THAT_KEEP = re.compile(
    r"RDS|Cluster|EFS|FileSystem|OpenSearch|Kinesis|Firehose|ElastiCache::(?!User)|SSM::Parameter"
    r"|DynamoDB::Table|ECR|Glue|Athena|Cognito::(UserPool$|Identity)"
)
"""Kinds that would keep something, too, and have no row yet."""


@dataclass(frozen=True)
class Kept:
    kind: str
    name: str
    raw: dict[str, Any]

    @property
    def properties(self) -> dict[str, Any]:
        found: dict[str, Any] = self.raw["Properties"]
        return found

    @property
    def when_gone(self) -> str:
        """Secrets and tables are deleted unless they say otherwise."""
        retained = self.raw.get("DeletionPolicy") == "Retain"
        replicas = self.properties.get("Replicas", [])
        protected = any(one.get("DeletionProtectionEnabled") for one in replicas)
        protected |= self.properties.get("DeletionProtection") == "ACTIVE"
        return ("retained" if retained else "deleted") + (", protected" if protected else "")


@dataclass(frozen=True)
class Row:
    kind: str
    encrypted: str
    kept: str
    when_gone: str


@pytest.fixture(scope="module")
def everything(template: Template, behind_cloudfront: Template) -> list[dict[str, Any]]:
    """Every resource of both shapes that the app has, by its logical id."""
    stacks = [*template.stacks.values(), *behind_cloudfront.stacks.values()]
    return [stack["Resources"] for stack in stacks]


def kept(everything: list[dict[str, Any]]) -> dict[tuple[str, str], Kept]:
    kinds = {kind: name for name, kind in KINDS.items()}
    functions = {
        HASH.sub("", logical_id)
        for resources in everything
        for logical_id, one in resources.items()
        if one["Type"] == "AWS::Lambda::Function"
    }
    found = {}
    for resources in everything:
        for logical_id, raw in resources.items():
            if raw["Type"] in kinds:
                name = HASH.sub("", logical_id)
                a_function = raw["Type"] == KINDS["log group"] and name.removesuffix("Logs") in functions
                one = Kept(kinds[raw["Type"]], "one a function" if a_function else name, raw)
                before = found.setdefault((one.kind, one.name), one)
                assert (before.when_gone, _days(before)) == (one.when_gone, _days(one)), logical_id
    return found


def _days(one: Kept) -> Any:
    if one.kind == "queue":
        return one.properties["MessageRetentionPeriod"] // DAY
    return one.properties.get("RetentionInDays")


def rows() -> dict[tuple[str, str], Row]:
    found = {}
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] in KINDS:
            kind, names, _, encrypted, kept_for, when_gone = cells
            for name in re.findall(r"`(\w+)`", names) or [names]:
                assert (kind, name) not in found, name
                found[kind, name] = Row(kind, encrypted, kept_for, when_gone)
    return found


def test_the_page_has_a_row_for_whatever_keeps_something_and_no_others(
    everything: list[dict[str, Any]],
) -> None:
    assert rows().keys() == kept(everything).keys()
    kinds = {one["Type"] for resources in everything for one in resources.values()}
    assert not [kind for kind in kinds if OTHERS_THAT_KEEP.search(kind) and kind not in KINDS.values()]


def test_the_page_says_what_of_it_is_personal(everything: list[dict[str, Any]]) -> None:
    """Of every place that keeps what people say or are: logs and most queues are told in one row."""
    section = PAGE.read_text().partition("## What is personal")[2]
    places = [one for one in kept(everything) if one[0] in ("table", "bucket", "user pool", "vault")]

    assert places
    assert [one for one in places if f"{one[0]} `{one[1]}`" not in section] == []


def test_what_becomes_of_it_is_as_the_page_says(everything: list[dict[str, Any]]) -> None:
    said = {key: row.when_gone for key, row in rows().items()}

    assert said == {key: one.when_gone for key, one in kept(everything).items()}


def test_whatever_is_retained_is_retained_when_it_is_replaced_too(everything: list[dict[str, Any]]) -> None:
    for one in kept(everything).values():
        assert one.raw.get("UpdateReplacePolicy") == one.raw.get("DeletionPolicy"), one.name


def test_how_long_it_is_kept_is_as_the_page_says(everything: list[dict[str, Any]]) -> None:
    found = kept(everything)
    for (kind, name), row in rows().items():
        properties = found[kind, name].properties
        if kind in ("queue", "log group"):
            assert row.kept == f"{_days(found[kind, name])} days", name
        if kind == "table":
            ends = properties.get("TimeToLiveSpecification", {}).get("AttributeName")
            assert row.kept.startswith(f"until `{ends}`" if ends else "for ever"), name
            recovery = properties["Replicas"][0]["PointInTimeRecoverySpecification"]
            assert row.kept.endswith("restorable") is recovery["PointInTimeRecoveryEnabled"], name
        if kind == "bucket":
            lasting = [one for one in properties["LifecycleConfiguration"]["Rules"] if "Prefix" in one]
            for rule in lasting:
                assert f"{rule['ExpirationInDays']} days" in row.kept, name


def test_how_it_is_encrypted_is_as_the_page_says(everything: list[dict[str, Any]]) -> None:
    found = kept(everything)

    assert {key: row.encrypted for key, row in rows().items()} == {
        key: "".join(_encryption(one)) for key, one in found.items()
    }


def _encryption(one: Kept) -> Iterator[str]:
    """Where nothing is said, AWS encrypts with a key of its own."""
    properties = one.properties
    if one.kind == "queue":
        assert "KmsMasterKeyId" not in properties
        yield "SSE-SQS" if properties.get("SqsManagedSseEnabled") else "nothing"
    elif one.kind == "bucket":
        (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        yield rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"]
    else:
        yield "KMS" if properties.keys() & {"KmsKeyId", "SSESpecification"} else "AWS"


def test_no_policy_allows_everybody_anything(everything: list[dict[str, Any]]) -> None:
    policies = 0
    for resources in everything:
        for logical_id, one in resources.items():
            properties = one.get("Properties", {})
            for statement in properties.get("PolicyDocument", {}).get("Statement", []):
                policies += 1
                anybody = statement.get("Principal") in ("*", {"AWS": "*"})
                assert not anybody or statement["Effect"] == "Deny", (logical_id, json.dumps(statement))
            if one["Type"] == "AWS::Lambda::Permission":
                assert properties["Principal"] != "*", logical_id
            assert one["Type"] != "AWS::Lambda::Url", logical_id
    assert policies > 50


def test_every_bucket_is_closed_to_the_public_and_to_what_is_no_tls(everything: list[dict[str, Any]]) -> None:
    closed = {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}
    for one in kept(everything).values():
        if one.kind == "bucket":
            assert {
                name for name, on in one.properties["PublicAccessBlockConfiguration"].items() if on
            } == closed
    held = {
        json.dumps(one["Properties"]["PolicyDocument"])
        for resources in everything
        for one in resources.values()
        if one["Type"] in ("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy")
    }
    assert held
    assert all('"aws:SecureTransport": "false"' in policy for policy in held)


def test_no_secret_stands_in_a_template(everything: list[dict[str, Any]]) -> None:
    """Secrets Manager makes them, and functions are told their names."""
    for resources in everything:
        text = json.dumps(resources)
        assert not re.search(r"\b(?:[sr]k_(?:live|test)_|whsec_|AKIA)[A-Za-z0-9]{8,}", text)
        assert all(
            "SecretString" not in one.get("Properties", {})
            for one in resources.values()
            if one["Type"] == KINDS["secret"]
        )

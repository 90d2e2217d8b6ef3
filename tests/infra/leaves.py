"""What the templates say, leaf by leaf: numbers, switches and words, wherever they stand."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from harness.template import HASH, Template

ELSEWHERE = {
    "AWS::IAM::Policy": "who may do what: tests/privilege",
    "AWS::IAM::Role": "the same",
    "AWS::Lambda::Permission": "the same",
    "AWS::S3::BucketPolicy": "the same, and test_tables.py",
    "AWS::SQS::QueuePolicy": "the same, and test_dead_letters.py",
    "AWS::ApiGateway::Deployment": "a copy of the API",
    "AWS::ApiGateway::Resource": "paths: test_functions.py holds them against the document",
    "AWS::Lambda::LayerVersion": "tests/bundles",
    **dict.fromkeys(
        (
            "AWS::Backup::BackupVault",
            "AWS::Backup::BackupPlan",
            "AWS::Backup::BackupSelection",
            "AWS::Backup::RestoreTestingPlan",
            "AWS::Backup::RestoreTestingSelection",
            "AWS::CodeBuild::Project",
        ),
        "test_backup.py, number by number",
    ),
    "AWS::CloudWatch::Alarm": "test_watch.py; what takes a release back: test_releases.py",
    "AWS::CloudWatch::CompositeAlarm": "tables of infra/watch: test_watch.py",
    "AWS::CloudWatch::Dashboard": "the same",
    "AWS::SNS::TopicPolicy": "the same",
    "AWS::CodeDeploy::Application": "what takes a release back: test_releases.py",
    "AWS::CodeDeploy::DeploymentGroup": "the same",
    "AWS::StepFunctions::StateMachineAlias": "the same",
}
"""Kinds of resources that other tests hold."""

NAMES = re.compile(
    r"(.*\.)?((Rule|Service|Stage|Vendor)?Name|Id|Description|AttributeName|AttributeType|KeyType|IndexName|MetricName|S3Key|Handler|Runtime"
    r"|Qualifier|DefinitionString|HTTPMethod|Host|ResourceARN|URLPath|ServiceType|GenerateStringKey)"
    r"|Architectures\.\*"
)
"""What a thing is called and made of; definitions are read state by state (machine_policies.py)."""

IN_WORDS_ELSEWHERE = {
    "AWS::ApiGateway::Method": "routes and who may call them: test_functions.py",
    "AWS::ApiGateway::GatewayResponse": "what the gateway answers: test_gateway_problems.py",
}
"""Kinds whose words are held elsewhere; their numbers and switches are not."""

Leaves = dict[tuple[str, str], dict[str, list[Any]]]
"""By kind of resource and path (dots; `*` for the items of a list), then by construct: the values."""


def leaves(template: Template) -> Leaves:
    found: Leaves = defaultdict(lambda: defaultdict(list))
    for stack in template.stacks.values():
        for logical_id, resource in stack["Resources"].items():
            kind = resource["Type"]
            if kind not in ELSEWHERE:
                for path, value in _below(resource.get("Properties", {})):
                    if _says_something(kind, path, value):
                        found[kind, path][HASH.sub("", logical_id)].append(value)
    return found


def outputs(template: Template) -> dict[str, str]:
    """The numbers that the stacks hand to commands, by name."""
    texts = {name: str(value) for name, value in template.outputs().items()}
    return {name: text for name, text in texts.items() if text.isdigit()}


def constructs(template: Template, kind: str) -> set[str]:
    return {
        HASH.sub("", logical_id)
        for stack in template.stacks.values()
        for logical_id, resource in stack["Resources"].items()
        if resource["Type"] == kind
    }


def _below(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "Ref" and not name.startswith("Fn::"):
                yield from _below(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for part in value:
            yield from _below(part, f"{path}.*")
    else:
        yield path, value


def _says_something(kind: str, path: str, value: Any) -> bool:
    if isinstance(value, str):
        spelt = re.fullmatch(r"'?\d+'?", value) and not path.endswith("StatusCode")
        return bool(spelt) or not (kind in IN_WORDS_ELSEWHERE or NAMES.fullmatch(path))
    return True

"""One region of the shop: whether all its tables are there, and whether anything in it may run.

Every write to a table is made by a function. So a region whose functions may not run writes nothing, whatever
still waits in its queues, streams and state machines; all of that goes on once they may run again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

PREFIX = "PaidOnce"
FUNCTION = "AWS::Lambda::Function"
MAPPING = "AWS::Lambda::EventSourceMapping"
RULE = "AWS::Events::Rule"
_TABLE = re.compile(r"([A-Za-z]+)Table")
_CONFIG = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 5})


@dataclass(frozen=True)
class Parts:
    """Physical ids of what runs in a region."""

    functions: list[str]
    mappings: list[str]
    rules: list[str]

    def as_dict(self) -> dict[str, int]:
        return {
            "functions": len(self.functions),
            "event_sources": len(self.mappings),
            "rules": len(self.rules),
        }


def close_region() -> Parts:
    """Nothing of the shop runs here any more, until `open_region`: what ends within a minute ends by itself.
    Again is fine. What was told to reserve concurrency is left: it only waits, and writes nothing."""
    parts = _parts()
    for rule in parts.rules:
        _client("events").disable_rule(**_named(rule))
    for mapping in parts.mappings:
        _client("lambda").update_event_source_mapping(UUID=mapping, Enabled=False)
    for function in parts.functions:
        if _reserved(function) is None:
            _client("lambda").put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    return parts


def open_region() -> Parts:
    """All of the shop runs here again. Again is fine."""
    parts = _parts()
    for function in parts.functions:
        if _reserved(function) == 0:
            _client("lambda").delete_function_concurrency(FunctionName=function)
    for mapping in parts.mappings:
        _client("lambda").update_event_source_mapping(UUID=mapping, Enabled=True)
    for rule in parts.rules:
        _client("events").enable_rule(**_named(rule))
    return parts


def missing_tables(outputs: Mapping[str, str]) -> list[str]:
    """Tables that the stacks name and that are not there, or not ready; sentences."""
    client = _client("dynamodb")
    found = []
    for key, name in sorted(outputs.items()):
        if not (match := _TABLE.fullmatch(key)):
            continue
        try:
            status = client.describe_table(TableName=name)["Table"]["TableStatus"]
        except client.exceptions.ResourceNotFoundException:
            found.append(f"{match[1]} ({name}) is not there")
            continue
        if status not in ("ACTIVE", "UPDATING"):
            found.append(f"{match[1]} ({name}) is {status}")
    return found


def _parts() -> Parts:
    found: dict[str, list[str]] = {FUNCTION: [], MAPPING: [], RULE: []}
    for stack in _stacks():
        for page in _client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack):
            for one in page["StackResourceSummaries"]:
                if one["ResourceType"] in found and one.get("PhysicalResourceId"):
                    found[one["ResourceType"]].append(one["PhysicalResourceId"])
    return Parts(found[FUNCTION], found[MAPPING], found[RULE])


def _named(rule: str) -> dict[str, str]:
    """How EventBridge wants a rule named: CloudFormation calls it `name`, or `bus|name`."""
    bus, _, name = rule.rpartition("|")
    return {"Name": name} | ({"EventBusName": bus} if bus else {})


def _stacks() -> Iterator[str]:
    for page in _client("cloudformation").get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            if stack["StackName"].startswith(PREFIX):
                yield stack["StackName"]


def _reserved(function: str) -> int | None:
    found = _client("lambda").get_function_concurrency(FunctionName=function)
    reserved: int | None = found.get("ReservedConcurrentExecutions")
    return reserved


def _client(service: str) -> Any:
    return boto3.client(service, config=_CONFIG)

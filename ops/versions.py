"""Versions of the shop's machines and functions: what there is, who needs it, and the end of the others."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.shared import aws
from functions.shared.machines import CHECKOUT, FULFILMENT, REFUND, RETURN
from ops.version_rules import (
    FunctionLook,
    MachineLook,
    MachineVersion,
    function_reasons,
    kept_definitions,
    machine_reasons,
    named_in,
)

PREFIX = "PaidOnce"
"""Of the names of the shop's stacks."""
QUALIFIED = 8
"""Parts of an ARN that names a version or an alias."""


@dataclass(frozen=True)
class Plan:
    """Why each version stays, by ARN; empty for one that may go."""

    machines: dict[str, str]
    functions: dict[str, str]

    @property
    def leaving(self) -> list[str]:
        return [arn for arn, why in (self.machines | self.functions).items() if not why]


def plan(keep: int, rested: timedelta, now: datetime) -> Plan:
    """Reads all versions, aliases and running executions. Machines come before functions: what a definition
    that goes named, nobody names any more."""
    machines: dict[str, str] = {}
    stay: list[str] = []
    for variable in (CHECKOUT, FULFILMENT, RETURN, REFUND):
        look = _machine(unqualified(os.environ[variable]))
        reasons = machine_reasons(look, keep, rested, now)
        machines |= reasons
        stay += kept_definitions(look, reasons)
    named = named_in(stay)
    functions: dict[str, str] = {}
    for arn in _functions():
        functions |= function_reasons(_function(arn), named, keep)
    return Plan(machines, functions)


def remove(arn: str) -> None:
    """Of a version that an alias points to by now, AWS refuses to let go."""
    if ":stateMachine:" in arn:
        aws.client("stepfunctions").delete_state_machine_version(stateMachineVersionArn=arn)
    else:
        function, _, version = arn.rpartition(":")
        aws.client("lambda").delete_function(FunctionName=function, Qualifier=version)


def unqualified(arn: str) -> str:
    return ":".join(arn.split(":")[: QUALIFIED - 1])


def _machine(arn: str) -> MachineLook:
    client = aws.client("stepfunctions")
    routed = {
        one["stateMachineVersionArn"]
        for alias in _pages(client.list_state_machine_aliases, "stateMachineAliases", stateMachineArn=arn)
        for one in client.describe_state_machine_alias(stateMachineAliasArn=alias["stateMachineAliasArn"])[
            "routingConfiguration"
        ]
    }
    versions = tuple(
        MachineVersion(
            one["stateMachineVersionArn"],
            one["creationDate"],
            client.describe_state_machine(stateMachineArn=one["stateMachineVersionArn"])["definition"],
        )
        for one in _pages(client.list_state_machine_versions, "stateMachineVersions", stateMachineArn=arn)
    )
    running: Counter[str] = Counter()
    loose = []
    asked = {"stateMachineArn": arn, "statusFilter": "RUNNING"}
    for execution in _pages(client.list_executions, "executions", **asked):
        version = execution.get("stateMachineVersionArn")
        if version:
            running[version] += 1
        else:
            name = execution["executionArn"]
            loose.append(client.describe_state_machine_for_execution(executionArn=name)["definition"])
    present = client.describe_state_machine(stateMachineArn=arn)["definition"]
    return MachineLook(arn, present, versions, frozenset(routed), running, tuple(loose))


def _function(arn: str) -> FunctionLook:
    client = aws.client("lambda")
    published = tuple(
        int(one["Version"])
        for page in client.get_paginator("list_versions_by_function").paginate(FunctionName=arn)
        for one in page["Versions"]
        if one["Version"] != "$LATEST"
    )
    routed = {
        int(version)
        for page in client.get_paginator("list_aliases").paginate(FunctionName=arn)
        for alias in page["Aliases"]
        for version in (
            alias["FunctionVersion"],
            *alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {}),
        )
        if version != "$LATEST"
    }
    return FunctionLook(arn, published, frozenset(routed))


def _functions() -> list[str]:
    """The ARNs of all functions of the shop's stacks."""
    formation, functions = aws.client("cloudformation"), aws.client("lambda")
    stacks = [
        stack["StackName"]
        for page in formation.get_paginator("describe_stacks").paginate()
        for stack in page["Stacks"]
        if stack["StackName"].startswith(PREFIX)
    ]
    names = [
        resource["PhysicalResourceId"]
        for stack in stacks
        for page in formation.get_paginator("list_stack_resources").paginate(StackName=stack)
        for resource in page["StackResourceSummaries"]
        if resource["ResourceType"] == "AWS::Lambda::Function"
    ]
    return [functions.get_function_configuration(FunctionName=name)["FunctionArn"] for name in names]


def _pages(call: Any, member: str, **asked: Any) -> Iterator[dict[str, Any]]:
    """Step Functions tells the next page in `nextToken`, and boto3 pages few of its lists."""
    while True:
        page = call(**asked)
        yield from page[member]
        if not page.get("nextToken"):
            return
        asked["nextToken"] = page["nextToken"]

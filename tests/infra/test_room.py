"""How far each stack is from what CloudFormation and API Gateway take, before a deployment fails by it."""

import json
from collections import Counter
from typing import Any

from harness.template import Template

RESOURCES, OUTPUTS, BYTES = 500, 200, 1_000_000
"""Of a stack at most: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
PATHS = 300
"""AWS::ApiGateway::Resource of one API, until a higher quota is asked for."""
FULL = 0.8
"""A fifth stays free: 33 routes of three resources each (path, method, preflight)."""


def too_full(stacks: dict[str, Any]) -> list[str]:
    found = []
    for name, stack in stacks.items():
        kinds = Counter(one["Type"] for one in stack["Resources"].values())
        sizes = {
            "resources": (len(stack["Resources"]), RESOURCES),
            "outputs": (len(stack.get("Outputs", {})), OUTPUTS),
            "bytes": (len(json.dumps(stack)), BYTES),
            "paths": (kinds["AWS::ApiGateway::Resource"], PATHS),
        }
        found += [
            f"{name} has {has} {what} of {most}: {most - has} are left"
            for what, (has, most) in sizes.items()
            if has > FULL * most
        ]
    return found


def test_every_stack_has_room_for_what_comes_next(behind_cloudfront: Template) -> None:
    """With all that a deployment may choose and that adds to it, beside canaries, which are the default. If
    one has none: functions go into a stack of their own, as those of PaidOnceOperations did."""
    assert too_full(behind_cloudfront.stacks) == []


def test_a_stack_that_fills_up_is_named_with_what_is_left() -> None:
    paths = {f"P{n}": {"Type": "AWS::ApiGateway::Resource"} for n in range(241)}
    queues = {f"Q{n}": {"Type": "AWS::SQS::Queue"} for n in range(401)}

    assert too_full(
        {"Api": {"Resources": paths}, "Work": {"Resources": queues}, "Few": {"Resources": {}}}
    ) == [
        "Api has 241 paths of 300: 59 are left",
        "Work has 401 resources of 500: 99 are left",
    ]

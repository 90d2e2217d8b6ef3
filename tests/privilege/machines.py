"""What the tasks of a state machine need of its role, read off its definition."""

import re
from collections.abc import Iterator
from typing import Any

from harness.permissions import Need, needs
from harness.template import unqualified

# arn:aws:states:::lambda:invoke.waitForTaskToken, arn:aws:states:::aws-sdk:dynamodb:updateItem
ANOTHER = "4711"
INTEGRATION = re.compile(r"arn:aws:states:::(?:aws-sdk:)?\w+:(\w+)(?:\.waitForTaskToken)?")


def needs_of_tasks(definition: dict[str, Any]) -> set[Need]:
    """An integration is a call like any other, with its parameters as boto3 would take them; one that does
    more than that call (`.sync`) or names its resource only as it runs (`QueueUrl.$`) is unknown here."""
    needed: set[Need] = set()
    for name, task in tasks(definition):
        resource: str = task["Resource"]
        if resource.startswith("arn:aws:lambda:"):
            needed |= _invocations(resource)
            continue
        integration = INTEGRATION.fullmatch(resource)
        assert integration, f"{name}: what does {resource} need?"
        operation = integration[1]
        if operation == "invoke":
            needed |= _invocations(task["Parameters"]["FunctionName"])
        else:
            needed |= needs(operation[0].upper() + operation[1:], task["Parameters"])
    return needed


def _invocations(arn: str) -> set[Need]:
    """Of the version that the definition names, and, since executions outlive the releases that they began
    in, of others: of any version of this function, and of the function itself, which definitions named before
    there were versions."""
    function = unqualified(arn)
    named = [function] if arn == function else [function, f"{function}:{ANOTHER}", arn]
    return {("lambda:InvokeFunction", one) for one in named}


def tasks(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every Task by name, those inside Map and Parallel too."""
    if isinstance(part, list):
        for one in part:
            yield from tasks(one)
    if isinstance(part, dict):
        for name, state in part.get("States", {}).items():
            if state["Type"] == "Task":
                yield name, state
            for nested in (state.get("Branches"), state.get("Iterator"), state.get("ItemProcessor")):
                yield from tasks(nested)

"""State machine files that are broken in one way each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gates.finding import Finding

SHIPPED = Path(__file__).resolve().parents[2] / "statemachines"
FILE = "statemachines/parcel.asl.yaml"

Definition = dict[str, Any]
Break = Callable[[Definition], object]

TRANSIENT = [f"Lambda.{name}Exception" for name in ("Service", "AWSLambda", "SdkClient", "TooManyRequests")]


def task(resource: str, **more: Any) -> Definition:
    return {
        "Type": "Task",
        "Resource": resource,
        "TimeoutSeconds": 50,
        "Retry": [{"ErrorEquals": TRANSIENT}, {"ErrorEquals": ["States.ALL"]}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "GiveUp"}],
        **more,
    }


def parcel() -> Definition:
    """A clean machine that has nothing to do with the checkout."""
    token = {"QueueUrl": "${Parcels}", "MessageBody": {"token.$": "$$.Task.Token"}}
    branch = {"StartAt": "Weigh", "States": {"Weigh": {"Type": "Pass", "End": True}}}
    return {
        "StartAt": "Pack",
        "States": {
            "Pack": task("${PackParcel}", Next="AwaitCourier"),
            "AwaitCourier": task(
                "arn:aws:states:::sqs:sendMessage.waitForTaskToken", Parameters=token, Next="Both"
            ),
            "Both": {"Type": "Parallel", "Branches": [branch], "Next": "Note"},
            "Note": task(
                "arn:aws:states:::aws-sdk:cloudwatchlogs:putLogEvents",
                Parameters={"LogGroupName": "${Notes}"},
                End=True,
            ),
            "GiveUp": {"Type": "Fail"},
        },
    }


def write(folder: Path, definition: Definition | str, name: str = "parcel.asl.yaml") -> Path:
    """Into `folder/statemachines`, which is returned."""
    machines = folder / "statemachines"
    machines.mkdir(exist_ok=True)
    text = definition if isinstance(definition, str) else json.dumps(definition)
    (machines / name).write_text(text)
    return machines


def template(definition: Definition, **substitutions: Any) -> dict[str, Definition]:
    """The templates of an app of one stack that ships the machine."""
    properties = {"DefinitionString": json.dumps(definition), "DefinitionSubstitutions": substitutions}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}
    return {"Warehouse": {"Resources": {"Parcel": machine}}}


ARNS = {name: {"Fn::GetAtt": [name, "Arn"]} for name in ("PackParcel", "Parcels", "Notes")}


def said(findings: tuple[Finding, ...]) -> list[str]:
    return [str(finding) for finding in findings]

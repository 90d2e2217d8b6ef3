"""Findings of cdk-nag that stand, each with the reason why, beside the construct that they speak of."""

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, finding: str, reason: str) -> None:
    """`finding` is the exact id, as `make synth` prints it (`AwsSolutions-IAM5[Resource::*]`).

    It holds for this construct and what is inside it. `make synth` refuses one that covers two
    resources, or that covers none any more.
    """
    pack = finding.partition("-")[0]
    Validations.of(construct).acknowledge(Acknowledgment(id=f"{pack}::{finding}", reason=reason))


def shown(resource: IConstruct, attribute: str) -> str:
    """How a finding shows an attribute of a resource of another stack: by the name that it is exported
    under. The export is the one that a reference from another stack makes by itself."""
    stack = Stack.of(resource)
    name: str = stack.resolve(stack.export_value(attribute))["Fn::ImportValue"]
    return name

"""Findings of cdk-nag that stand, each with the reason why, beside the construct that they speak of."""

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, finding: str, reason: str) -> None:
    """`finding` is the exact id, as `make synth` prints it (`AwsSolutions-IAM5[Resource::*]`).

    It holds for this construct and what is inside it. `make synth` refuses one that covers two
    resources, or that covers none any more.
    """
    pack = finding.partition("-")[0]
    Validations.of(construct).acknowledge(Acknowledgment(id=f"{pack}::{finding}", reason=reason))

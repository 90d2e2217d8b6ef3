"""What X-Ray asks of whoever writes traces."""

from aws_cdk import aws_iam as iam

from infra.parts.actions import SAMPLE_TRACES, WRITE_TRACES


def may_trace(*, decides_sampling: bool = False) -> iam.PolicyDocument:
    """X-Ray's actions know no resource but `*`. A state machine decides itself which executions to sample;
    for a function Lambda does.

    Kept as a policy of its own inside a role, so that what is acknowledged for it covers nothing else.
    """
    actions = WRITE_TRACES + (SAMPLE_TRACES if decides_sampling else [])
    return iam.PolicyDocument(statements=[iam.PolicyStatement(actions=actions, resources=["*"])])

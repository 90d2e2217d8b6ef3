"""What X-Ray asks of whoever writes traces."""

from aws_cdk import aws_iam as iam


def may_trace() -> iam.PolicyDocument:
    """X-Ray's two actions for writers know no resource but `*`.

    Kept as a policy of its own inside a role, so that what is acknowledged for it covers nothing else.
    """
    actions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    return iam.PolicyDocument(statements=[iam.PolicyStatement(actions=actions, resources=["*"])])

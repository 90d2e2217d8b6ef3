"""What X-Ray asks of whoever writes traces."""

from aws_cdk import aws_iam as iam

WRITE = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
SAMPLE = ("xray:GetSamplingRules", "xray:GetSamplingTargets")


def may_trace(*actions: str) -> iam.PolicyDocument:
    """Lambda needs WRITE, Step Functions SAMPLE too. None of them knows a resource but `*`.

    Kept as a policy of its own inside a role, so that what is acknowledged for it covers nothing else.
    """
    return iam.PolicyDocument(statements=[iam.PolicyStatement(actions=list(actions), resources=["*"])])

"""The Edge stack: the web ACL before CloudFront, in the one region where CloudFront looks for it."""

from aws_cdk import CfnOutput, Environment, Fn, Stack
from constructs import Construct

from infra.parts.firewall import add_acl

REGION = "us-east-1"
ACL_ARN = "AclArn"


class EdgeStack(Stack):
    """It knows no other stack, and is deployed before the one that names it."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(
            scope,
            construct_id,
            description="PaidOnce: web application firewall before CloudFront",
            env=Environment(region=REGION),
        )
        acl = add_acl(self, before="CLOUDFRONT")
        CfnOutput(self, ACL_ARN, value=acl.attr_arn)

    @property
    def acl_arn(self) -> str:
        """For stacks of whatever region: CloudFormation reads the output when it deploys them."""
        return Fn.get_stack_output(self.stack_name, ACL_ARN, REGION)

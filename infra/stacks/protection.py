"""The Protection stack: a web ACL in front of the API's stage."""

from aws_cdk import Stack
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from infra.parts.firewall import add_acl
from infra.stacks.api import ApiStack


class ProtectionStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, api: ApiStack) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: web application firewall")
        acl = add_acl(self, before="REGIONAL")
        wafv2.CfnWebACLAssociation(
            self,
            "ApiStage",
            resource_arn=api.api.deployment_stage.stage_arn,
            web_acl_arn=acl.attr_arn,
        )

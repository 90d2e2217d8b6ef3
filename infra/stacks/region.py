"""The Region stack: what is set once per account and region: that APIs may log, and how much is traced."""

from aws_cdk import Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_xray as xray
from constructs import Construct

from infra.parts.acknowledge import acknowledge
from infra.parts.gateway import API, STAGE

PUSH_LOGS = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


class RegionStack(Stack):
    """Apart from the API: it is shared with whatever other APIs the account has in the region."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: API Gateway may write logs")
        role = iam.Role(
            self,
            "ApiLogs",
            assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(PUSH_LOGS)],
        )
        acknowledge(
            role,
            f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{PUSH_LOGS}]",
            "The setting belongs to the account, not to this API: API Gateway refuses a role that may not "
            "write to any log group, and AWS documents this policy for it. Only API Gateway can assume the "
            "role, and the policy holds nothing but CloudWatch Logs actions.",
        )
        apigateway.CfnAccount(self, "Account", cloud_watch_role_arn=role.role_arn)
        self._sample_requests()

    def _sample_requests(self) -> None:
        """One request in a hundred is traced, with all that follows from it. X-Ray's own rule begins with the
        first of every second: at an ordinary pace that is every checkout, at a price."""
        xray.CfnSamplingRule(
            self,
            "Sampling",
            sampling_rule=xray.CfnSamplingRule.SamplingRuleProperty(
                rule_name="paidonce",
                priority=1000,
                reservoir_size=0,
                fixed_rate=0.01,
                service_name=f"{API}/{STAGE}",
                service_type="AWS::ApiGateway::Stage",
                host="*",
                http_method="*",
                url_path="*",
                resource_arn="*",
                version=1,
            ),
        )

"""Lambda functions: each with a role and a log group of its own; the code is the same for all."""

from collections.abc import Mapping

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.bundles.assets import ARCHITECTURE, RUNTIME, function_code

MEMORY_MB = 512
API_TIMEOUT = Duration.seconds(29)
STEP_TIMEOUT = Duration.seconds(45)


class Function(lambda_.Function):
    """A function with a role of its own that may write to its own log group, and nothing else yet."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        handler: str,
        layer: lambda_.ILayerVersion,
        environment: Mapping[str, str],
        timeout: Duration = STEP_TIMEOUT,
        reserved_concurrency: int | None = None,
    ) -> None:
        log_group = logs.LogGroup(
            scope,
            f"{construct_id}Logs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        role = iam.Role(scope, f"{construct_id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        super().__init__(
            scope,
            construct_id,
            handler=handler,
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            code=function_code(scope),
            layers=[layer],
            role=role,
            log_group=log_group,
            memory_size=MEMORY_MB,
            timeout=timeout,
            reserved_concurrent_executions=reserved_concurrency,
            environment={"POWERTOOLS_LOG_LEVEL": "INFO", **environment},
        )

    def allow(self, actions: list[str], *resources: str) -> None:
        """Exactly these actions on exactly these resources."""
        self.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=list(resources)))

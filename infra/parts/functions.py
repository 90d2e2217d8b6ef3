"""Lambda functions: each with a role and a log group of its own; the code is the same for all."""

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import cast

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from functions.shared.money import USUAL
from infra.bundles.assets import ARCHITECTURE, RUNTIME, function_code
from infra.parts.acknowledge import acknowledge
from infra.parts.network import may_join
from infra.parts.releases import live
from infra.parts.tracing import may_trace

# By function, as the bench computes it from what each costs and takes: `python -m bench.memory_sizes`.
MEMORY_MB: dict[str, int] = json.loads((Path(__file__).parent.parent / "memory.json").read_text())
# Of a function that nobody has measured yet.
UNMEASURED_MB = 512
API_TIMEOUT = Duration.seconds(29)
STEP_TIMEOUT = Duration.seconds(45)


class Function(lambda_.Function):
    """A function with a role of its own that may write its own log and traces, and nothing else yet.

    `handler` is the dotted path of its entry point, `environment` what that reads.

    One that is invoked asynchronously (by an event) names the queue for what it fails at. One that no traced
    caller stands behind is not traced. One that is `inside` a network (its subnets, and a security group)
    reaches what that lets it reach, and nothing else.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        handler: str,
        *,
        layer: lambda_.ILayerVersion,
        timeout: Duration = STEP_TIMEOUT,
        reserved_concurrency: int | None = None,
        dead_letters: sqs.IQueue | None = None,
        traced: bool = True,
        inside: tuple[list[str], str] | None = None,
        **environment: str,
    ) -> None:
        log_group = logs.LogGroup(
            scope,
            f"{construct_id}Logs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        role = iam.Role(
            scope,
            f"{construct_id}Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies=({"Tracing": may_trace()} if traced else {})
            | ({"Network": may_join()} if inside else {}),
        )
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
            # Lambda's own lines only where something failed: START, END and REPORT of every invocation would
            # be most of what is logged. The duration is a metric all the same.
            logging_format=lambda_.LoggingFormat.JSON,
            system_log_level_v2=lambda_.SystemLogLevel.WARN,
            memory_size=MEMORY_MB.get(construct_id, UNMEASURED_MB),
            timeout=timeout,
            reserved_concurrent_executions=reserved_concurrency,
            dead_letter_queue=dead_letters,
            # Executions run on versions for as long as they take: a release adds one and removes none.
            current_version_options=lambda_.VersionOptions(removal_policy=RemovalPolicy.RETAIN),
            description=scope.node.try_get_context("releaseNote") or None,
            environment={"POWERTOOLS_LOG_LEVEL": "INFO", "CURRENCY": _currency(scope), **environment},
        )
        if inside:
            self._put_inside(role, *inside)
        self._trace(role) if traced else self._do_not_trace()
        if dead_letters is None:
            acknowledge(
                self,
                "Serverless-LambdaDLQ",
                "Lambda sends only failed asynchronous invocations to a dead-letter queue. This function is "
                "invoked synchronously and by nothing else (API Gateway, a state machine, another function, "
                "or an event source mapping, which has a failure queue of its own): its caller is told of "
                "each failure and retries or reports it.",
            )

    def _trace(self, role: iam.Role) -> None:
        """Lambda's own tracing; `tracing=` would put its permission among those that `allow` gives."""
        function = cast(lambda_.CfnFunction, self.node.default_child)
        function.tracing_config = lambda_.CfnFunction.TracingConfigProperty(mode="Active")
        acknowledge(
            cast(iam.CfnRole, role.node.default_child),
            "AwsSolutions-IAM5[Resource::*]",
            "xray:PutTraceSegments and xray:PutTelemetryRecords support no resource but * (Service "
            "Authorization Reference). They only write traces, and are alone in the role's inline policy; "
            "what the function may do otherwise is in its default policy, which this does not cover.",
        )
        acknowledge(
            cast(iam.CfnRole, role.node.default_child),
            "Serverless-LambdaStarPermissions",
            "The same two X-Ray actions on *, see AwsSolutions-IAM5[Resource::*] on this role.",
        )

    def _put_inside(self, role: iam.Role, subnets: list[str], security_group: str) -> None:
        function = cast(lambda_.CfnFunction, self.node.default_child)
        function.vpc_config = lambda_.CfnFunction.VpcConfigProperty(
            subnet_ids=subnets, security_group_ids=[security_group]
        )
        # Not before it is allowed to be put there.
        function.node.add_dependency(role)

    def _do_not_trace(self) -> None:
        acknowledge(
            self,
            "Serverless-LambdaTracing",
            "Nothing that calls this function (a rule, a schedule, a stream, a queue that others fill) "
            "decides what is sampled, so Lambda would: the first of every second, which at an ordinary pace "
            "is nearly all, at a price per order. Lambda offers no other rate. Its failures are logged with "
            "the order's id and counted.",
        )

    @cached_property
    def live(self) -> lambda_.Alias:
        """What callers from outside name (API Gateway): the version that is live, see releases.py."""
        return live(self)

    def allow(self, actions: list[str], *resources: str) -> None:
        """Exactly these actions on exactly these resources."""
        self.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=list(resources)))


def _currency(scope: Construct) -> str:
    """All functions reckon in the same (infra/settings.py)."""
    return scope.node.try_get_context("currency") or USUAL


MakeFunction = Callable[..., Function]
"""`Function`, with what all functions of a stack have in common given already."""

"""A state machine as a resource: its role, its log and its traces, and who may answer it."""

import json
from collections.abc import Mapping
from typing import Any, cast

from aws_cdk import ArnFormat, CfnElement, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.parts.acknowledge import acknowledge
from infra.parts.actions import DELIVER_LOGS, FAIL_TASK, INVOKE, READ_HISTORY, SEND_MESSAGE, SUCCEED_TASK
from infra.parts.releases import publish
from infra.parts.tracing import may_trace


class Machine(sfn.StateMachine):
    """A Standard machine that may invoke its steps, send to its queues, write its log of errors and its
    traces, nothing else.

    `steps` and `queues`: by the name that the definition has for each, as `${Name}`. The definition names the
    version of each step that belongs to it, so that an execution ends on the code that it began with; for its
    versions to be named here, a step stands in the machine's own stack. `live` is the ARN that executions are
    started by.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        definition: dict[str, Any],
        steps: Mapping[str, lambda_.Function],
        queues: Mapping[str, sqs.IQueue] | None = None,
    ) -> None:
        queues = queues or {}
        role = iam.Role(
            scope,
            f"{construct_id}Role",
            assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
            inline_policies={"Logging": _may_deliver_logs(), "Tracing": may_trace(decides_sampling=True)},
        )
        super().__init__(
            scope,
            construct_id,
            state_machine_type=sfn.StateMachineType.STANDARD,
            # Not from_file: that ends as a file in S3, which no validator looks into.
            definition_body=sfn.DefinitionBody.from_string(json.dumps(definition, separators=(",", ":"))),
            definition_substitutions={name: step.current_version.function_arn for name, step in steps.items()}
            | {name: queue.queue_url for name, queue in queues.items()},
            role=role,
        )
        self._may_invoke(role, steps)
        for queue in queues.values():
            send = iam.PolicyStatement(actions=[SEND_MESSAGE], resources=[queue.queue_arn])
            self.add_to_role_policy(send)
        log_group = logs.LogGroup(
            scope,
            f"{construct_id}Logs",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self._log_and_trace(role, log_group)
        self.live = publish(self)

    def _may_invoke(self, role: iam.Role, steps: Mapping[str, lambda_.Function]) -> None:
        """Every version of each step: the role is that of all executions, whenever they began. The function
        itself, too: executions that began before functions had versions name it so."""
        arns = [step.function_arn for step in steps.values()]
        every = [arn for one in arns for arn in (one, f"{one}:*")]
        self.add_to_role_policy(iam.PolicyStatement(actions=[INVOKE], resources=every))
        for step in steps.values():
            own = Stack.of(self).get_logical_id(cast(CfnElement, step.node.default_child))
            acknowledge(
                role,
                f"AwsSolutions-IAM5[Resource::<{own}.Arn>:*]",
                "The wildcard stands for the versions of this one function. Executions take up to months and "
                "invoke the version that they began with; a version's number is not known before it is "
                "published.",
            )

    def _log_and_trace(self, role: iam.Role, log_group: logs.LogGroup) -> None:
        """By the resource's own properties: `logs=` and `tracing_enabled=` would put their permissions on
        every resource into the very policy that says what the machine may do."""
        properties = sfn.CfnStateMachine
        machine = cast(sfn.CfnStateMachine, self.node.default_child)
        destination = properties.LogDestinationProperty(
            cloud_watch_logs_log_group=properties.CloudWatchLogsLogGroupProperty(
                log_group_arn=log_group.log_group_arn
            )
        )
        machine.logging_configuration = properties.LoggingConfigurationProperty(
            destinations=[destination], level="ERROR"
        )
        machine.tracing_configuration = properties.TracingConfigurationProperty(enabled=True)
        acknowledge(
            cast(iam.CfnRole, role.node.default_child),
            "AwsSolutions-IAM5[Resource::*]",
            "CloudWatch's log delivery actions and X-Ray's for sampling and writing traces support no "
            "resource but * (Service Authorization Reference). They are alone in the role's inline policies; "
            "what the machine may invoke is in its default policy, which this does not cover.",
        )
        acknowledge(
            self,
            "AwsSolutions-SF1",
            "A Standard machine: Step Functions itself keeps the whole history of each execution for 90 "
            "days, and each order's own event log is kept for ever. The log is there to search failures; "
            "logging every event would copy the history at a price per checkout and add nothing to an audit.",
        )


def allow_answers(machine: sfn.StateMachine, function: lambda_.Function) -> None:
    """May answer the machine's tokens.

    In a policy apart from the role's own: the function waits for that one, the machine's role for the
    function, and this one for the machine. Together they would be a circle.
    """
    assert function.role is not None  # noqa: S101 - a Function makes its own
    answers = iam.PolicyStatement(actions=[SUCCEED_TASK, FAIL_TASK], resources=[machine.state_machine_arn])
    iam.Policy(function, "Answers", statements=[answers], roles=[function.role])


def allow_parking(machine: sfn.StateMachine, function: lambda_.Function) -> None:
    """May read what an execution of the machine tried, and send on one that was answered before. In a policy
    apart, as allow_answers."""
    assert function.role is not None  # noqa: S101 - a Function makes its own
    stack = Stack.of(machine)
    executions = stack.format_arn(
        service="states",
        resource="execution",
        resource_name=f"{machine.state_machine_name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    read = iam.PolicyStatement(actions=[READ_HISTORY], resources=[executions])
    answer = iam.PolicyStatement(actions=[SUCCEED_TASK], resources=[machine.state_machine_arn])
    policy = iam.Policy(machine, f"{function.node.id}Parks", statements=[read, answer], roles=[function.role])
    acknowledge(
        policy,
        "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>"
        f":execution:<{stack.get_logical_id(cast(CfnElement, machine.node.default_child))}.Name>:*]",
        "Executions are named after orders and returns, which are not known when this is deployed. The "
        "wildcard stands for the executions of this one machine; states:GetExecutionHistory alone is allowed "
        "on them, and is asked for names and times, without data.",
    )


def _may_deliver_logs() -> iam.PolicyDocument:
    return iam.PolicyDocument(statements=[iam.PolicyStatement(actions=DELIVER_LOGS, resources=["*"])])

"""How new code and new definitions go live: a share of what is begun first, the rest if nothing breaks.

Functions and machines publish a version with every change, and are called by the alias `live`. With
`releases=canary` a tenth of all calls and executions meets the new version for five minutes; an alarm that
goes off meanwhile puts the alias back, and CloudFormation the stack. With `releases=at-once` the alias moves
in one step, and there are no such alarms.
"""

from functools import cached_property
from typing import cast

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct, Node

from functions.shared.observe import NAMESPACE, UNEXPECTED
from infra.parts.acknowledge import acknowledge
from infra.settings import CANARY

LIVE = "live"
"""The alias of every function and machine that callers name by one."""
SHARE_PERCENT = 10
MINUTES = 5
BROKEN = 3
"""Failures within a minute that are not chance: a service that does not answer for a moment fails once or
twice, and its caller repeats."""


def is_gradual(node: Node) -> bool:
    """Whether this deployment moves aliases step by step."""
    return (node.try_get_context("releases") or CANARY) == CANARY


class Canaries(Construct):
    """What all that goes live in one stack shares: the alarm on what breaks in our own code, and is answered
    (500) or tried again all the same; for functions CodeDeploy's application and its role."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        broken = cloudwatch.Metric(
            namespace=NAMESPACE, metric_name=UNEXPECTED, statistic="Sum", period=Duration.minutes(1)
        )
        self.unexpected = alarm(
            self,
            "UnexpectedErrors",
            broken,
            "Something in our own code breaks: the release that is going live is taken back.",
        )

    @cached_property
    def _application(self) -> codedeploy.LambdaApplication:
        return codedeploy.LambdaApplication(self, "Application")

    @cached_property
    def _role(self) -> iam.Role:
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("codedeploy.amazonaws.com"))
        acknowledge(
            role,
            "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role"
            "/AWSCodeDeployRoleForLambdaLimited]",
            "The policy that AWS keeps for CodeDeploy's work on aliases of Lambda functions: it moves them, "
            "and looks at alarms. Only CodeDeploy assumes the role.",
        )
        return role

    @classmethod
    def of(cls, construct: Construct) -> "Canaries":
        """Those of the stack that this stands in."""
        stack = Stack.of(construct)
        own = f"{stack.node.id.removeprefix('PaidOnce')}Canaries"
        return cast(Canaries, stack.node.try_find_child(own)) or cls(stack, own)

    def watch(self, function: lambda_.Function, alias: lambda_.Alias) -> None:
        """Have CodeDeploy move this alias, and back when it fails."""
        failed = alias.metric_errors(period=Duration.minutes(1), statistic="Sum")
        broken = alarm(
            function,
            "Broken",
            failed,
            f"{function.node.id} ends in errors or in no time: the release that is going live is taken back.",
        )
        codedeploy.LambdaDeploymentGroup(
            function,
            "Canary",
            application=self._application,
            role=self._role,
            alias=alias,
            deployment_config=codedeploy.LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES,
            alarms=[broken, self.unexpected],
        )


def alarm(
    scope: Construct, construct_id: str, metric: cloudwatch.IMetric, description: str
) -> cloudwatch.Alarm:
    """Goes off within two minutes of what it is about. It wakes nobody: it takes a release back."""
    return cloudwatch.Alarm(
        scope,
        construct_id,
        metric=metric,
        threshold=BROKEN,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        alarm_description=description,
    )


def publish(machine: sfn.StateMachine) -> str:
    """A version for each change of the machine's definition, and the alias that executions are started by;
    the alias's ARN.

    Versions are kept when a new one takes their place: executions run on them. `ops prune-versions` removes
    those that none needs.
    """
    bare = cast(sfn.CfnStateMachine, machine.node.default_child)
    version = sfn.CfnStateMachineVersion(
        machine,
        "Version",
        state_machine_arn=machine.state_machine_arn,
        state_machine_revision_id=bare.attr_state_machine_revision_id,
    )
    version.apply_removal_policy(RemovalPolicy.RETAIN)
    moves = sfn.CfnStateMachineAlias.DeploymentPreferenceProperty
    if is_gradual(machine.node):
        alarms = [Canaries.of(machine).unexpected, _uncaught(machine)]
        moving = moves(
            state_machine_version_arn=version.ref,
            type="CANARY",
            percentage=SHARE_PERCENT,
            interval=MINUTES,
            alarms=[one.alarm_name for one in alarms],
        )
    else:
        moving = moves(state_machine_version_arn=version.ref, type="ALL_AT_ONCE")
    alias = sfn.CfnStateMachineAlias(machine, "Live", name=LIVE, deployment_preference=moving)
    return alias.ref


def _uncaught(machine: sfn.StateMachine) -> cloudwatch.Alarm:
    return alarm(
        machine,
        "Uncaught",
        machine.metric_failed(period=Duration.minutes(1), statistic="Sum"),
        f"Executions of {machine.node.id} end in errors that no state catches: the release that is going "
        "live is taken back.",
    )


def live(function: lambda_.Function) -> lambda_.Alias:
    """The alias that the function is called by, and how it moves to each new version."""
    alias = lambda_.Alias(function, "Live", alias_name=LIVE, version=function.current_version)
    if is_gradual(function.node):
        Canaries.of(function).watch(function, alias)
    return alias

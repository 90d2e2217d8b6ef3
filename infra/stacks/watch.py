"""The Watch stack: a dashboard for each promise, alarms for what customers feel, and whom they tell.

Apart from all others, since the embedded cloud of the local run knows neither composite alarms nor metric
math: `python -m local.alarms` evaluates there what is synthesized here.
"""

from collections.abc import Mapping

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.parts.dead_letters import DeadLetters
from infra.parts.queues import WorkQueue
from infra.settings import Settings
from infra.watch.alarm import Alarm, Both, burning
from infra.watch.dashboards import Named, body, dashboards
from infra.watch.objectives import OBJECTIVES
from infra.watch.symptoms import BEHIND, symptoms

PREFIX = "paidonce-"
"""Of alarms' names in CloudWatch, which an account's other applications share."""

ABOVE = "GreaterThanThreshold"


class WatchStack(Stack):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        machines: Mapping[str, sfn.StateMachine],
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: dashboards and alarms")
        self._runbook = settings.runbook
        every = self.node.root.node.find_all()
        failures = {one.node.id: one.queue_name for one in every if isinstance(one, DeadLetters)}
        queues = {one.node.id: one.queue_name for one in every if isinstance(one, WorkQueue)}
        readers = {
            one.node.id: one.function_name
            for one in every
            if isinstance(one, lambda_.Function) and one.node.id in BEHIND
        }
        self._tell = {True: self._topic("Pages"), False: self._topic("Tickets")}
        for objective in OBJECTIVES:
            windows, made = burning(objective.where(own_prices=bool(settings.quote_function)))
            parts = {one.name: self._alarm(one) for one in windows}
            for both in made:
                self._both(both, parts)
        builds = {one.node.id: one.ref for one in every if isinstance(one, codebuild.CfnProject)}
        for alarm in symptoms(failures, queues, readers, builds):
            self._alarm(alarm)
        named = Named({one.node.id: one.state_machine_arn for one in machines.values()}, queues, failures)
        for name, graphs in dashboards(named).items():
            text = self.to_json_string(body(graphs, self.region))
            cloudwatch.CfnDashboard(self, name, dashboard_name=f"PaidOnce-{name}", dashboard_body=text)

    def _topic(self, name: str) -> sns.Topic:
        """What an alarm says: its name and its description, nothing of any customer's."""
        topic = sns.Topic(self, name, enforce_ssl=True)
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        CfnOutput(self, f"{name}Topic", value=topic.topic_arn)
        return topic

    def _alarm(self, alarm: Alarm) -> cloudwatch.CfnAlarm:
        return cloudwatch.CfnAlarm(
            self,
            _id(alarm.name),
            alarm_name=PREFIX + alarm.name,
            alarm_description=self._described(alarm.says, alarm.page),
            comparison_operator=ABOVE,
            threshold=alarm.threshold,
            evaluation_periods=1,
            treat_missing_data=alarm.missing,
            metrics=_queries(alarm),
            alarm_actions=[] if alarm.wakes is None else [self._tell[alarm.wakes].topic_arn],
            ok_actions=[] if alarm.wakes is None else [self._tell[alarm.wakes].topic_arn],
        )

    def _both(self, both: Both, parts: Mapping[str, cloudwatch.CfnAlarm]) -> None:
        topic = self._tell[both.wakes].topic_arn
        made = cloudwatch.CfnCompositeAlarm(
            self,
            _id(both.name),
            alarm_name=PREFIX + both.name,
            alarm_description=self._described(both.says, both.page),
            alarm_rule=" AND ".join(f'ALARM("{PREFIX}{name}")' for name in both.alarms),
            alarm_actions=[topic],
            ok_actions=[topic],
        )
        for name in both.alarms:
            made.add_resource_dependency(parts[name])

    def _described(self, says: str, page: str) -> str:
        return f"{says} Runbook: {self._runbook}/{page}.md"


def _queries(alarm: Alarm) -> list[cloudwatch.CfnAlarm.MetricDataQueryProperty]:
    """The alarm's terms, and its expression, whose value is what the threshold is for."""
    alone = len(alarm.terms) == 1 and alarm.expression == alarm.terms[0][0]
    properties = cloudwatch.CfnAlarm
    queries = [
        properties.MetricDataQueryProperty(
            id=term,
            metric_stat=properties.MetricStatProperty(
                metric=properties.MetricProperty(
                    namespace=one.namespace,
                    metric_name=one.name,
                    dimensions=[
                        properties.DimensionProperty(name=name, value=value) for name, value in one.dimensions
                    ],
                ),
                period=alarm.seconds,
                stat=one.statistic,
            ),
            return_data=alone,
        )
        for term, one in alarm.terms
    ]
    if not alone:
        queries.append(
            properties.MetricDataQueryProperty(
                id="value", expression=alarm.expression, label=alarm.name, return_data=True
            )
        )
    return queries


def _id(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))

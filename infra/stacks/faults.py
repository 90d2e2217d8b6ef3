"""The Faults stack: experiments of AWS Fault Injection Service for a game day. Deployed where the context
says `faultInjection=on`, and never locally.

Each is stopped by the alarm of the promise that it is to prove: a shop that breaks one is let go at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from aws_cdk import ArnFormat, Aws, RemovalPolicy, Stack, Tags
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_fis as fis
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.parts.acknowledge import acknowledge, shown
from infra.parts.actions import DELIVER_LOGS

TAG = "paidonce:faults"
STEPS = "steps"
FAILING = ("ReserveStock", "AuthorizePayment", "ConfirmOrder")
TABLES = "replicas"
STOPPED_BY = "paidonce-promise-broken"
"""The alarm that an audit sets off when it finds a promise broken."""
MINUTES = "PT10M"
EXTENSION = "/aws/service/fis/lambda-extension/AWS-FIS-extension-arm64/1.x.x"
FAILED_PERCENT, SLOWED_PERCENT = 20, 50
SLOWED_MILLISECONDS = 3000
PREFIX = "FisConfigs/"


class FaultsStack(Stack):
    """`workflow` is the stack of the checkout's steps; `tables` are those that have a replica, if any."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        workflow: Stack,
        tables: list[dynamodb.TableV2],
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: experiments for a game day")
        self._bucket = _configurations(workflow)
        functions = [cast(lambda_.Function, workflow.node.find_child(name)) for name in FAILING]
        log_group = logs.LogGroup(
            self, "Log", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
        )
        self._log = log_group
        for function in functions:
            self._let_fail(function)
        of_steps = {"invocationPercentage": str(FAILED_PERCENT), "preventExecution": "true"}
        self._experiment("StepsFail", "aws:lambda:invocation-error", of_steps, functions)
        self._experiment(
            "StepsFailAfterwards",
            "aws:lambda:invocation-error",
            of_steps | {"preventExecution": "false"},
            functions,
        )
        delay = str(SLOWED_MILLISECONDS)
        slow = {"invocationPercentage": str(SLOWED_PERCENT), "startupDelayMilliseconds": delay}
        self._experiment("StepsSlow", "aws:lambda:invocation-add-delay", slow, functions)
        for table in tables:
            Tags.of(table).add(TAG, TABLES)
        if tables:
            self._pause_replication(tables)

    def _let_fail(self, function: lambda_.Function) -> None:
        """The service's extension beside the function asks the bucket whether it is to fail."""
        extension = ssm.StringParameter.value_for_string_parameter(function.stack, EXTENSION)
        function.add_layers(
            lambda_.LayerVersion.from_layer_version_arn(function, "FaultExtension", extension)
        )
        function.add_environment("AWS_LAMBDA_EXEC_WRAPPER", "/opt/aws-fis/bootstrap")
        place = f"{self._bucket.bucket_arn}/{PREFIX}"
        function.add_environment("AWS_FIS_CONFIGURATION_LOCATION", place)
        function.add_to_role_policy(
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[self._bucket.bucket_arn],
                conditions={"StringLike": {"s3:prefix": [f"{PREFIX}*"]}},
            )
        )
        objects = self._bucket.arn_for_objects(f"{PREFIX}*")
        function.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=[objects]))
        made = cast(s3.CfnBucket, self._bucket.node.default_child)
        own = f"<{Stack.of(self._bucket).get_logical_id(made)}.Arn>"
        acknowledge(
            cast(iam.Role, function.role),
            f"AwsSolutions-IAM5[Resource::{own}/{PREFIX}*]",
            "The extension reads what an experiment does to its function, under names that the service makes "
            "up, in a bucket that holds nothing else.",
        )
        Tags.of(function).add(TAG, STEPS)

    def _experiment(
        self,
        name: str,
        action: str,
        parameters: Mapping[str, str],
        functions: Sequence[lambda_.Function],
    ) -> None:
        arns = [one.function_arn for one in functions]
        statements = [
            (["s3:PutObject", "s3:DeleteObject"], [self._bucket.arn_for_objects(f"{PREFIX}*")]),
            (["lambda:GetFunction"], arns),
            (["tag:GetResources"], ["*"]),
        ]
        target = fis.CfnExperimentTemplate.ExperimentTemplateTargetProperty(
            resource_type="aws:lambda:function", resource_tags={TAG: STEPS}, selection_mode="ALL"
        )
        given = {"duration": MINUTES, **parameters}
        role = self._role(name, statements)
        acknowledge(
            role,
            f"AwsSolutions-IAM5[Resource::{shown(self._bucket, self._bucket.bucket_arn)}/{PREFIX}*]",
            "The service makes up the names of what it writes there, and the bucket holds nothing else.",
        )
        self._template(name, action, given, ("Functions", target), role)

    def _pause_replication(self, tables: list[dynamodb.TableV2]) -> None:
        arns = [table.table_arn for table in tables]
        actions = [
            *("dynamodb:DescribeTable", "dynamodb:GetResourcePolicy"),
            *("dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy"),
        ]
        role = self._role("ReplicationPaused", [(actions, arns), (["tag:GetResources"], ["*"])])
        target = fis.CfnExperimentTemplate.ExperimentTemplateTargetProperty(
            resource_type="aws:dynamodb:global-table", resource_tags={TAG: TABLES}, selection_mode="ALL"
        )
        action = "aws:dynamodb:global-table-pause-replication"
        self._template("ReplicationPaused", action, {"duration": MINUTES}, ("Tables", target), role)

    def _template(
        self,
        name: str,
        action: str,
        parameters: Mapping[str, str],
        target: tuple[str, Any],
        role: iam.Role,
    ) -> None:
        kind, chosen = target
        properties = fis.CfnExperimentTemplate
        fis.CfnExperimentTemplate(
            self,
            name,
            description=f"PaidOnce: {name}",
            role_arn=role.role_arn,
            tags={"Name": f"paidonce-{name}"},
            targets={"chosen": chosen},
            actions={
                "fault": properties.ExperimentTemplateActionProperty(
                    action_id=action, parameters=dict(parameters), targets={kind: "chosen"}
                )
            },
            stop_conditions=[
                properties.ExperimentTemplateStopConditionProperty(
                    source="aws:cloudwatch:alarm",
                    value=self.format_arn(
                        service="cloudwatch",
                        resource="alarm",
                        resource_name=STOPPED_BY,
                        arn_format=ArnFormat.COLON_RESOURCE_NAME,
                    ),
                )
            ],
            log_configuration=properties.ExperimentTemplateLogConfigurationProperty(
                log_schema_version=2,
                cloud_watch_logs_configuration={"LogGroupArn": self._log.log_group_arn},
            ),
            experiment_options=properties.ExperimentTemplateExperimentOptionsProperty(
                account_targeting="single-account", empty_target_resolution_mode="fail"
            ),
        )

    def _role(self, name: str, statements: list[tuple[list[str], list[str]]]) -> iam.Role:
        account = {"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}}
        principal = iam.ServicePrincipal("fis.amazonaws.com", conditions=account)
        role = iam.Role(self, f"{name}Role", assumed_by=principal)
        for actions, resources in [*statements, (DELIVER_LOGS, ["*"])]:
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
        acknowledge(
            role,
            "AwsSolutions-IAM5[Resource::*]",
            "tag:GetResources and the actions that deliver a log support no resource but * (Service "
            "Authorization Reference).",
        )
        return role


def _configurations(scope: Stack) -> s3.Bucket:
    """Where the service tells its extension in the functions what to do. In their stack: they name it, and
    the experiments name them."""
    bucket = s3.Bucket(
        scope,
        "FaultConfigurations",
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        enforce_ssl=True,
        removal_policy=RemovalPolicy.DESTROY,
    )
    acknowledge(
        bucket,
        "AwsSolutions-S1",
        "It holds what an experiment does for the minutes that it lasts, written by the service and read by "
        "the functions: nothing of any customer's.",
    )
    return bucket

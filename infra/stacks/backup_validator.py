"""The validator of the monthly restore test: our own audit over the restored tables, as a build of CodeBuild.

No Lambda function: the audit reads whole tables into memory and takes as long as there are orders (decision
74). It is started by the end of every restore of the plan, and does nothing until all of them have ended."""

import json

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_backup as backup
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3_assets as s3_assets
from aws_cdk import aws_secretsmanager as secretsmanager

from infra.bundles.assets import dependency_files, operators_code
from infra.bundles.target import LAMBDA
from infra.parts.acknowledge import acknowledge
from infra.parts.actions import (
    BATCH_GET,
    GET,
    JUDGE_RESTORE,
    LIST_RESTORES,
    QUERY,
    READ_OBJECT,
    READ_OBJECT_VERSION,
    READ_SECRET,
    SCAN,
)
from infra.settings import Settings
from infra.stacks.data import DataStack

IMAGE = f"public.ecr.aws/sam/build-python{LAMBDA.python}:latest-arm64"
RESTORED_NAMES = "awsbackup-restore-test-*"
"""As AWS Backup calls what a restore test makes."""
ENDED = ["COMPLETED", "FAILED", "ABORTED"]
TIMEOUT_MINUTES = 480
COMMAND = (
    "PATH=/var/lang/bin:$PATH PYTHONPATH=$CODEBUILD_SRC_DIR_packages/python python3 -m ops.validate_restore"
)
BUILD = json.dumps({"version": "0.2", "phases": {"build": {"commands": [COMMAND]}}})


def add_validator(
    stack: Stack, *, data: DataStack, plan: backup.CfnRestoreTestingPlan, settings: Settings
) -> None:
    log_group = logs.LogGroup(
        stack, "ValidatorLogs", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
    )
    role = _role(stack, data, settings)
    log_group.grant_write(role)
    made = _project(stack, data, plan, settings, role, log_group)
    project = codebuild.Project.from_project_arn(stack, "ValidatorProject", made.attr_arn)
    # An event that is given up starts nothing, and the result stays open: AWS Backup shows a validation that
    # timed out.
    start = targets.CodeBuildProject(project, retry_attempts=2, max_event_age=Duration.hours(1))
    rule = events.Rule(
        stack,
        "RestoreEnded",
        event_pattern=events.EventPattern(
            source=["aws.backup"],
            detail_type=["Restore Job State Change"],
            detail={"status": ENDED, "restoreTestingPlanArn": [plan.attr_restore_testing_plan_arn]},
        ),
        targets=[start],
    )
    acknowledge(
        rule,
        "Serverless-EventBusDLQ",
        "Nothing could be made of a kept event: the build asks AWS Backup itself what was restored, the "
        "end of any other restore starts it as well, and a test that nobody judged is shown as timed out.",
    )
    _acknowledge(made, role)


def _acknowledge(project: codebuild.CfnProject, role: iam.Role) -> None:
    acknowledge(
        project,
        "AwsSolutions-CB4",
        "It makes no artifacts: its result is told to AWS Backup, what it says is in a log group.",
    )
    acknowledge(
        project,
        "AwsSolutions-CB5",
        "CodeBuild's own images have no Python of Lambda's version, for which the packages are built. This "
        "one is AWS's, made for building what runs on Lambda.",
    )
    acknowledge(
        role,
        "AwsSolutions-IAM5[Resource::*]",
        "backup:ListRestoreJobs and backup:PutRestoreValidationResult support no resource but * (Service "
        "Authorization Reference).",
    )
    table = "arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table"
    for resource in (f"{table}/{RESTORED_NAMES}", f"{table}/{RESTORED_NAMES}/index/due"):
        acknowledge(
            role,
            f"AwsSolutions-IAM5[Resource::{resource}]",
            "AWS Backup makes up the names of what a restore test restores, and begins all of them so. They "
            "live for a day, and may be read only.",
        )


def _project(
    stack: Stack,
    data: DataStack,
    plan: backup.CfnRestoreTestingPlan,
    settings: Settings,
    role: iam.Role,
    log_group: logs.LogGroup,
) -> codebuild.CfnProject:
    """Written out, for a role that may exactly what it does: the CDK's own adds folders of the bucket."""
    Project = codebuild.CfnProject
    code, packages = operators_code(stack), dependency_files(stack)
    for one in (code, packages):
        role.add_to_policy(
            iam.PolicyStatement(
                actions=[READ_OBJECT, READ_OBJECT_VERSION],
                resources=[one.bucket.arn_for_objects(one.s3_object_key)],
            )
        )
    variables = _environment(data, plan, settings).items()
    return Project(
        stack,
        "Validator",
        description="Audits restored tables and tells AWS Backup what came of it",
        service_role=role.role_arn,
        source=Project.SourceProperty(type="S3", location=_place(code), build_spec=BUILD),
        secondary_sources=[
            Project.SourceProperty(type="S3", location=_place(packages), source_identifier="packages")
        ],
        artifacts=Project.ArtifactsProperty(type="NO_ARTIFACTS"),
        environment=Project.EnvironmentProperty(
            type="ARM_CONTAINER",
            image=IMAGE,
            image_pull_credentials_type="SERVICE_ROLE",
            compute_type="BUILD_GENERAL1_LARGE",
            environment_variables=[
                Project.EnvironmentVariableProperty(name=name, value=value) for name, value in variables
            ],
        ),
        concurrent_build_limit=1,
        timeout_in_minutes=TIMEOUT_MINUTES,
        logs_config=Project.LogsConfigProperty(
            cloud_watch_logs=Project.CloudWatchLogsConfigProperty(
                status="ENABLED", group_name=log_group.log_group_name
            )
        ),
    )


def _place(asset: s3_assets.Asset) -> str:
    return f"{asset.s3_bucket_name}/{asset.s3_object_key}"


def _environment(data: DataStack, plan: backup.CfnRestoreTestingPlan, settings: Settings) -> dict[str, str]:
    tables = {f"{_upper(name)}_TABLE": table.table_name for name, table in data.tables.items()}
    tested = [f"{_upper(name)}_TABLE" for name, table in data.tables.items() if table in data.lasting]
    return tables | {
        "TESTED_TABLES": " ".join(tested),
        "RESTORE_TESTING_PLAN": plan.attr_restore_testing_plan_arn,
        "PAYMENT_SECRET": settings.stripe_secret_name,
        "PAYMENT_API_BASE": settings.stripe_api_base,
    }


def _upper(name: str) -> str:
    """`OrderViews` as in an environment: ORDER_VIEWS."""
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in name).lstrip("_").upper()


def _role(stack: Stack, data: DataStack, settings: Settings) -> iam.Role:
    """It may read restored tables whole, the shop's own item by item, the provider's keys; and judge."""
    role = iam.Role(stack, "ValidatorRole", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))
    restored = stack.format_arn(service="dynamodb", resource="table", resource_name=RESTORED_NAMES)
    secret = secretsmanager.Secret.from_secret_name_v2(stack, "ValidatorStripe", settings.stripe_secret_name)
    for actions, resources in (
        ([GET, BATCH_GET, QUERY, SCAN], [restored]),
        ([QUERY], [f"{restored}/index/due"]),
        ([BATCH_GET], [data.orders.table_arn, data.fulfilments.table_arn]),
        ([GET], [data.payments.table_arn]),
        ([READ_SECRET], [f"{secret.secret_arn}-??????"]),
        ([LIST_RESTORES, JUDGE_RESTORE], ["*"]),
    ):
        role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
    return role

"""The validator of the monthly restore test: our own audit over the restored tables, as a build of CodeBuild.

No Lambda function: the audit reads whole tables into memory and takes as long as there are orders (decision
74). It is started by the end of every restore of the plan, and does nothing until all of them have ended."""

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_backup as backup
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
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
    READ_SECRET,
    SCAN,
)
from infra.settings import Settings
from infra.stacks.data import DataStack

IMAGE = f"public.ecr.aws/sam/build-python{LAMBDA.python}:latest-arm64"
RESTORED_NAMES = "awsbackup-restore-test-*"
"""As AWS Backup calls what a restore test makes."""
ENDED = ["COMPLETED", "FAILED", "ABORTED"]
TIMEOUT = Duration.hours(8)
COMMAND = (
    "PATH=/var/lang/bin:$PATH PYTHONPATH=$CODEBUILD_SRC_DIR_packages/python python3 -m ops.validate_restore"
)


def add_validator(
    stack: Stack, *, data: DataStack, plan: backup.CfnRestoreTestingPlan, settings: Settings
) -> None:
    log_group = logs.LogGroup(
        stack,
        "ValidatorLogs",
        retention=logs.RetentionDays.ONE_YEAR,
        removal_policy=RemovalPolicy.DESTROY,
    )
    project = _project(stack, data, plan, settings, log_group)
    _allow(project, stack, data, settings)
    events.Rule(
        stack,
        "RestoreEnded",
        event_pattern=events.EventPattern(
            source=["aws.backup"],
            detail_type=["Restore Job State Change"],
            detail={"status": ENDED, "restoreTestingPlanArn": [plan.attr_restore_testing_plan_arn]},
        ),
        # Given up: the result stays open, which AWS Backup shows as a validation that timed out.
        targets=[targets.CodeBuildProject(project, retry_attempts=10, max_event_age=Duration.hours(12))],
    )


def _project(
    stack: Stack,
    data: DataStack,
    plan: backup.CfnRestoreTestingPlan,
    settings: Settings,
    log_group: logs.LogGroup,
) -> codebuild.Project:
    code, packages = operators_code(stack), dependency_files(stack)
    project = codebuild.Project(
        stack,
        "Validator",
        description="Audits restored tables and tells AWS Backup what came of it",
        source=codebuild.Source.s3(bucket=code.bucket, path=code.s3_object_key),
        secondary_sources=[
            codebuild.Source.s3(identifier="packages", bucket=packages.bucket, path=packages.s3_object_key)
        ],
        build_spec=codebuild.BuildSpec.from_object(
            {"version": "0.2", "phases": {"build": {"commands": [COMMAND]}}}
        ),
        environment=codebuild.BuildEnvironment(
            build_image=codebuild.LinuxArmBuildImage.from_docker_registry(IMAGE),
            compute_type=codebuild.ComputeType.LARGE,
        ),
        environment_variables={
            name: codebuild.BuildEnvironmentVariable(value=value)
            for name, value in _environment(data, plan, settings).items()
        },
        concurrent_build_limit=1,
        timeout=TIMEOUT,
        logging=codebuild.LoggingOptions(cloud_watch=codebuild.CloudWatchLoggingOptions(log_group=log_group)),
    )
    acknowledge(
        project,
        "AwsSolutions-CB4",
        "It makes no artifacts: its result is told to AWS Backup, what it says is in a log group.",
    )
    return project


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


def _allow(project: codebuild.Project, stack: Stack, data: DataStack, settings: Settings) -> None:
    """To read restored tables whole, the shop's own item by item, the provider's keys; and to judge."""
    restored = stack.format_arn(service="dynamodb", resource="table", resource_name=RESTORED_NAMES)
    secret = secretsmanager.Secret.from_secret_name_v2(stack, "ValidatorStripe", settings.stripe_secret_name)
    for actions, resources in (
        ([GET, BATCH_GET, QUERY, SCAN], [restored, f"{restored}/index/*"]),
        ([GET], [table.table_arn for table in (data.orders, data.payments, data.fulfilments)]),
        ([READ_SECRET], [f"{secret.secret_arn}-??????"]),
        ([LIST_RESTORES, JUDGE_RESTORE], ["*"]),
    ):
        project.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=resources))

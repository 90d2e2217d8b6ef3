"""The reconcile job: every hour, the payment provider's list against ours."""

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn

from infra.data import DataStack
from infra.functions import Function
from infra.recovery import RecoveryStack
from infra.relay import BATCH_GET
from infra.settings import Settings
from infra.workflow import GET, UPDATE

SCAN = "dynamodb:Scan"
TIMEOUT = Duration.minutes(10)
RETRIES = 2
TOO_LATE = Duration.hours(1)  # the next run is on its way


def add_reconcile(
    stack: RecoveryStack, *, data: DataStack, return_machine: sfn.StateMachine, settings: Settings
) -> None:
    """The function, its schedule, and the queue for what neither could be delivered nor done."""
    failures = sqs.Queue(
        stack,
        "ReconcileFailures",
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(14),
    )
    reconcile = _function(stack, data, return_machine, settings)
    _keep_failures(stack, reconcile, failures)
    target = targets.LambdaFunction(
        reconcile, retry_attempts=RETRIES, max_event_age=TOO_LATE, dead_letter_queue=failures
    )
    events.Rule(
        stack, "ReconcileSchedule", schedule=events.Schedule.rate(Duration.hours(1)), targets=[target]
    )
    CfnOutput(stack, "ReconcileFailuresQueue", value=failures.queue_url)


def _keep_failures(stack: RecoveryStack, reconcile: Function, failures: sqs.Queue) -> None:
    """By hand: the CDK's own destination would grant more than sending."""
    kept = lambda_.CfnEventInvokeConfig.OnFailureProperty(destination=failures.queue_arn)
    lambda_.CfnEventInvokeConfig(
        stack,
        "ReconcileRetries",
        function_name=reconcile.function_name,
        qualifier="$LATEST",
        maximum_retry_attempts=RETRIES,
        maximum_event_age_in_seconds=TOO_LATE.to_seconds(),
        destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(on_failure=kept),
    )
    reconcile.allow(["sqs:SendMessage"], failures.queue_arn)


def _function(
    stack: RecoveryStack, data: DataStack, return_machine: sfn.StateMachine, settings: Settings
) -> Function:
    secret = secretsmanager.Secret.from_secret_name_v2(stack, "ReconcileStripe", settings.stripe_secret_name)
    reconcile = Function(
        stack,
        "Reconcile",
        handler="functions.recovery.reconcile.handle",
        layer=stack.layer,
        environment={
            "ORDERS_TABLE": data.orders.table_name,
            "PAYMENTS_TABLE": data.payments.table_name,
            "RETURN_MACHINE": return_machine.state_machine_arn,
            "STRIPE_SECRET": secret.secret_name,
            "STRIPE_API_BASE": settings.stripe_api_base,
        },
        timeout=TIMEOUT,
    )
    # By name alone: the six characters that AWS appends to it are not known here.
    reconcile.allow(["secretsmanager:GetSecretValue"], f"{secret.secret_arn}-??????")
    reconcile.allow([GET, BATCH_GET], data.orders.table_arn)
    reconcile.allow([GET, BATCH_GET, SCAN, UPDATE], data.payments.table_arn)
    reconcile.allow(["states:DescribeExecution"], stack.executions_of(return_machine))
    _may_go_on(stack, reconcile)
    return reconcile


def _may_go_on(stack: RecoveryStack, reconcile: Function) -> None:
    """To invoke itself: in a policy apart from the role's own, which the function waits for."""
    assert reconcile.role is not None  # noqa: S101 - a Function makes its own
    going_on = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[reconcile.function_arn])
    iam.Policy(stack, "ReconcileGoesOn", statements=[going_on], roles=[reconcile.role])

"""The reconcile job: the provider's payments against ours, the last hours' every hour, all of them daily."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam

from infra.parts.actions import BATCH_GET, CHECK, GET, INVOKE, PUT, SCAN, UPDATE
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import Function
from infra.parts.machine import Machine
from infra.parts.payment_keys import may_ask_provider
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.recovery import RecoveryStack

TIMEOUT = Duration.minutes(10)
TOO_LATE = Duration.hours(1)  # the next run is on its way
SCHEDULES = (
    ("ReconcileSchedule", Duration.hours(1), {"short": True}),
    ("ReconcileAllSchedule", Duration.days(1), {"short": False}),
)


def add_reconcile(
    stack: RecoveryStack, *, data: DataStack, machines: Mapping[str, Machine], settings: Settings
) -> Function:
    """The function, which looks whether a machine works on what it finds, its schedule, and the queue for
    what neither could be delivered nor done."""
    failures = DeadLetters(stack, "ReconcileFailures")
    reconcile = Function(
        stack,
        "Reconcile",
        "functions.recovery.job_reconcile.handle",
        layer=stack.layer,
        timeout=TIMEOUT,
        dead_letters=failures,
        traced=False,
        ORDERS_TABLE=data.orders.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        JOURNAL_TABLE=data.journal.table_name,
        RETURN_MACHINE=machines["RETURN_MACHINE"].live,
        REFUND_MACHINE=machines["REFUND_MACHINE"].live,
    )
    failures.is_invoked_with(reconcile)
    may_ask_provider(reconcile, settings)
    reconcile.allow([GET, BATCH_GET, PUT, UPDATE], data.orders.table_arn)
    reconcile.allow([GET, BATCH_GET, SCAN, UPDATE, CHECK], data.payments.table_arn)
    reconcile.allow([UPDATE], data.journal.table_arn)
    for one in ("RETURN_MACHINE", "REFUND_MACHINE"):
        stack.allow_describing_executions(reconcile, machines[one])
    _may_go_on(stack, reconcile)
    for name, every, event in SCHEDULES:
        target = targets.LambdaFunction(
            reconcile,
            event=events.RuleTargetInput.from_object(event),
            retry_attempts=2,
            max_event_age=TOO_LATE,
            dead_letter_queue=failures,
        )
        events.Rule(stack, name, schedule=events.Schedule.rate(every), targets=[target])
    return reconcile


def _may_go_on(stack: RecoveryStack, reconcile: Function) -> None:
    """To invoke itself: in a policy apart from the role's own, which the function waits for."""
    assert reconcile.role is not None  # noqa: S101 - a Function makes its own
    going_on = iam.PolicyStatement(actions=[INVOKE], resources=[reconcile.function_arn])
    iam.Policy(stack, "ReconcileGoesOn", statements=[going_on], roles=[reconcile.role])

"""The Recovery stack: the sweep, which looks after whatever nothing works on any more; the reconcile job
joins it (reconcile.py)."""

from collections.abc import Mapping

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.parts.acknowledge import acknowledge, shown
from infra.parts.actions import (
    DESCRIBE_EXECUTION,
    FAIL_TASK,
    GET,
    PUT,
    QUERY,
    START_EXECUTION,
    SUCCEED_TASK,
    UPDATE,
)
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import Function
from infra.parts.machine import Machine
from infra.settings import Settings
from infra.stacks.data import DataStack

UNCAUGHT = ["FAILED", "TIMED_OUT", "ABORTED"]


class RecoveryStack(Stack):
    """`machines`: by the environment variable that names each to the sweep (`CHECKOUT_MACHINE`)."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        machines: Mapping[str, Machine],
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: the sweep and the reconcile job")
        self.layer = dependency_layer(self)
        self._data = data
        self._machines = machines
        failures = DeadLetters(self, "SweepFailures")
        sweep = self._sweep(settings, failures)
        failures.is_invoked_with(sweep)
        target = targets.LambdaFunction(
            sweep, retry_attempts=2, max_event_age=Duration.minutes(5), dead_letter_queue=failures
        )
        every = events.Schedule.rate(Duration.minutes(1))
        events.Rule(self, "SweepSchedule", schedule=every, targets=[target])
        events.Rule(self, "SweepFailed", event_pattern=self._ended_uncaught(), targets=[target])

    def _sweep(self, settings: Settings, failures: DeadLetters) -> Function:
        data, patience = self._data, settings.patience
        sweep = Function(
            self,
            "Sweep",
            "functions.recovery.job_sweep.handle",
            layer=self.layer,
            timeout=Duration.seconds(55),
            dead_letters=failures,
            traced=False,
            ORDERS_TABLE=data.orders.table_name,
            PAYMENTS_TABLE=data.payments.table_name,
            FULFILMENTS_TABLE=data.fulfilments.table_name,
            CHECKOUT_DUE_SECONDS=str(patience.due_seconds),
            RETURN_DUE_SECONDS=str(patience.return_due_seconds),
            PACKING_SECONDS=str(patience.packing_seconds),
            SILENCE_SECONDS=str(patience.silence_seconds),
            HOLD_MARGIN_SECONDS=str(patience.hold_margin_seconds),
        )
        for name, value in settings.held_back.items():
            sweep.add_environment(name, value)
        for name, machine in self._machines.items():
            sweep.add_environment(name, machine.live)
        sweep.allow([GET, PUT, UPDATE], data.orders.table_arn)
        sweep.allow([QUERY], f"{data.orders.table_arn}/index/due")
        sweep.allow([GET], data.payments.table_arn)
        sweep.allow([GET, UPDATE], data.fulfilments.table_arn)
        sweep.allow([START_EXECUTION], *(one.state_machine_arn for one in self._machines.values()))
        for machine in self._machines.values():
            self.allow_describing_executions(sweep, machine)
        packing = self._machines["FULFILMENT_MACHINE"].state_machine_arn
        sweep.allow([SUCCEED_TASK, FAIL_TASK], packing)
        return sweep

    def _ended_uncaught(self) -> events.EventPattern:
        return events.EventPattern(
            source=["aws.states"],
            detail_type=["Step Functions Execution Status Change"],
            detail={
                "status": UNCAUGHT,
                "stateMachineArn": [machine.state_machine_arn for machine in self._machines.values()],
            },
        )

    def allow_describing_executions(self, function: Function, machine: Machine) -> None:
        executions = self.format_arn(
            service="states",
            resource="execution",
            resource_name=f"{machine.state_machine_name}:*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        function.allow([DESCRIBE_EXECUTION], executions)
        assert function.role is not None  # noqa: S101 - a Function makes its own
        acknowledge(
            function.role,
            "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>"
            f":execution:{shown(machine, machine.state_machine_name)}:*]",
            "Executions are named after orders and returns, which are not known when this is deployed. The "
            "wildcard stands for the executions of this one machine, and states:DescribeExecution alone is "
            "allowed on them.",
        )

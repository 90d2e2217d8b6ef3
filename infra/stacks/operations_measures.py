"""The job that measures orders and sales, every quarter of an hour."""

from collections.abc import Mapping

from aws_cdk import ArnFormat, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets

from infra.parts.acknowledge import acknowledge, shown
from infra.parts.actions import BATCH_GET, GET, PUT, QUERY, READ_HISTORY
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import Function, MakeFunction
from infra.parts.machine import Machine
from infra.stacks.data import DataStack

MEASURED_EVERY = Duration.minutes(15)

Machines = Mapping[str, Machine]
"""By the environment variable that names each to a function."""


def add_measuring(stack: Stack, make: MakeFunction, data: DataStack, machines: Machines) -> None:
    """Before the worker of jobs, which knows all dead-letter queues."""
    failures = DeadLetters(stack, "MeasureFailures")
    function = make(
        "MeasureOrders",
        "functions.operations.job_measures.handle",
        timeout=Duration.minutes(5),
        dead_letters=failures,
        traced=False,
        ORDERS_TABLE=data.orders.table_name,
        ORDER_VIEWS_TABLE=data.order_views.table_name,
        MEASURES_TABLE=data.measures.table_name,
    )
    failures.is_invoked_with(function)
    views = data.order_views.table_arn
    function.allow([QUERY], f"{views}/index/by_status", f"{views}/index/by_day")
    function.allow([BATCH_GET], views)
    orders = data.orders.table_arn
    function.allow([QUERY], f"{orders}/index/due", f"{orders}/index/lists")
    function.allow([GET, PUT, QUERY], data.measures.table_arn)
    for name in ("CHECKOUT_MACHINE", "FULFILMENT_MACHINE"):
        function.add_environment(name, machines[name].live)
        allow_executions(function, machines[name], READ_HISTORY)
    target = targets.LambdaFunction(
        function, retry_attempts=2, max_event_age=Duration.minutes(10), dead_letter_queue=failures
    )
    every = events.Schedule.rate(MEASURED_EVERY)
    events.Rule(stack, "MeasureSchedule", schedule=every, targets=[target])


def allow_executions(function: Function, machine: Machine, *actions: str) -> None:
    """Exactly these actions on executions of the machine."""
    stack = Stack.of(machine)
    executions = stack.format_arn(
        service="states",
        resource="execution",
        resource_name=f"{machine.state_machine_name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    function.allow(list(actions), executions)
    assert function.role is not None  # noqa: S101 - a Function makes its own
    acknowledge(
        function.role,
        "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>"
        f":execution:{shown(machine, machine.state_machine_name)}:*]",
        "Executions are named after orders and returns, which are not known when this is deployed. The "
        "wildcard stands for the executions of this one machine. They can be looked at, for names, times and "
        "failures, without data; nothing can be changed.",
    )

"""The sweep: looks after orders that nothing works on any more."""

from aws_cdk import ArnFormat, CfnOutput, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn

from infra.acknowledge import acknowledge
from infra.data import DataStack
from infra.dead_letters import DeadLetters
from infra.functions import Function

GET = "dynamodb:GetItem"
UPDATE = "dynamodb:UpdateItem"
QUERY = "dynamodb:Query"


def add_sweep(
    stack: Stack, data: DataStack, machine: sfn.StateMachine, layer: lambda_.ILayerVersion, due_seconds: int
) -> None:
    """On a schedule, and at once when an execution ends in a way that no Catch sees."""
    failures = DeadLetters(stack, "SweepFailures")
    sweep = Function(
        stack,
        "Sweep",
        handler="functions.recovery.sweep.handle",
        layer=layer,
        environment={
            "ORDERS_TABLE": data.orders.table_name,
            "CHECKOUT_MACHINE": machine.state_machine_arn,
            "CHECKOUT_DUE_SECONDS": str(due_seconds),
        },
        timeout=Duration.seconds(55),
        dead_letters=failures,
        traced=False,
    )
    sweep.allow([GET, UPDATE], data.orders.table_arn)
    sweep.allow([QUERY], f"{data.orders.table_arn}/index/due")
    sweep.allow(["states:StartExecution"], machine.state_machine_arn)
    _allow_describing_executions(stack, sweep, machine)
    target = targets.LambdaFunction(
        sweep, retry_attempts=2, max_event_age=Duration.minutes(5), dead_letter_queue=failures
    )
    events.Rule(stack, "SweepSchedule", schedule=events.Schedule.rate(Duration.minutes(1)), targets=[target])
    events.Rule(stack, "SweepFailed", event_pattern=_ended_uncaught(machine), targets=[target])
    CfnOutput(stack, "SweepFailuresQueue", value=failures.queue_url)


def _ended_uncaught(machine: sfn.StateMachine) -> events.EventPattern:
    return events.EventPattern(
        source=["aws.states"],
        detail_type=["Step Functions Execution Status Change"],
        detail={
            "status": ["FAILED", "TIMED_OUT", "ABORTED"],
            "stateMachineArn": [machine.state_machine_arn],
        },
    )


def _allow_describing_executions(stack: Stack, sweep: Function, machine: sfn.StateMachine) -> None:
    executions = stack.format_arn(
        service="states",
        resource="execution",
        resource_name=f"{machine.state_machine_name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    sweep.allow(["states:DescribeExecution"], executions)
    name = stack.resolve(machine.state_machine_name)["Fn::GetAtt"][0]
    assert sweep.role is not None  # noqa: S101 - a Function makes its own
    acknowledge(
        sweep.role,
        "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>"
        f":execution:<{name}.Name>:*]",
        "Executions are named after orders, which are not known when this is deployed. The wildcard stands "
        "for the executions of this one machine, and states:DescribeExecution alone is allowed on them.",
    )

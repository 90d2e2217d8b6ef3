"""The Relay stack: what follows from orders without a customer waiting for it.

The stream of the Orders table feeds one function, which keeps the read models, tells EventBridge, has
confirmed orders fulfilled, and tells the warehouse what became of them.
"""

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.parts.acknowledge import acknowledge
from infra.parts.actions import BATCH_GET, GET, PUT, PUT_EVENTS, SEND_MESSAGE, START_EXECUTION, UPDATE
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import Function
from infra.parts.streams import FailureQueue
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.fulfilment import Fulfilment

BUS = "paidonce"
TIMEOUT = Duration.seconds(60)
# Long enough for an order's first event to wait for its last: one batch, one row, one invocation.
TOGETHER = Duration.seconds(2)

# Every change of an order's state appends an event: what only touches its head shows in no row.
APPENDED_EVENTS = {
    "eventName": lambda_.FilterRule.is_equal("INSERT"),
    "dynamodb": {"Keys": {"item": {"S": lambda_.FilterRule.begins_with("event#")}}},
}


class RelayStack(Stack):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        fulfilment: Fulfilment,
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: read models and domain events")
        self.bus = events.EventBus(self, "Bus", event_bus_name=BUS)
        self.failures = DeadLetters(self, "RelayFailures")
        self.failures.tells_of_stream_records()
        acknowledge(
            self.failures,
            "AwsSolutions-SQS3",
            "It is a dead-letter queue: the on-failure destination of the relay's event source mapping. The "
            "rule knows only those of queues and of functions.",
        )
        relay = Function(
            self,
            "Relay",
            "functions.relay.on_orders_stream.handle",
            layer=dependency_layer(self),
            timeout=TIMEOUT,
            traced=False,
            ORDERS_TABLE=data.orders.table_name,
            ORDER_VIEWS_TABLE=data.order_views.table_name,
            EVENT_BUS=self.bus.event_bus_name,
            PAYMENTS_TABLE=data.payments.table_name,
            FULFILMENTS_TABLE=data.fulfilments.table_name,
            WAREHOUSE_QUEUE=fulfilment.warehouse.queue_url,
            FULFILMENT_MACHINE=fulfilment.machine.live,
            PACKING_SECONDS=str(settings.patience.packing_seconds),
            SILENCE_SECONDS=str(settings.patience.silence_seconds),
            HOLD_MARGIN_SECONDS=str(settings.patience.hold_margin_seconds),
        )
        for name, value in settings.held_back.items():
            relay.add_environment(name, value)
        relay.allow([BATCH_GET, GET, PUT, UPDATE], data.orders.table_arn)
        relay.allow([GET], data.payments.table_arn)
        relay.allow([GET, UPDATE], data.fulfilments.table_arn)
        relay.allow([START_EXECUTION], fulfilment.machine.state_machine_arn)
        relay.allow([GET, PUT], data.order_views.table_arn)
        relay.allow([PUT_EVENTS], self.bus.event_bus_arn)
        relay.allow([SEND_MESSAGE], self.failures.queue_arn, fulfilment.warehouse.queue_arn)
        relay.add_event_source(self._orders_stream(data))
        CfnOutput(self, "EventBus", value=self.bus.event_bus_name)

    def _orders_stream(self, data: DataStack) -> sources.DynamoEventSource:
        """A batch that fails is halved until what is wrong stands alone; that is given up after ten tries."""
        return sources.DynamoEventSource(
            data.orders,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=500,
            max_batching_window=TOGETHER,
            parallelization_factor=2,
            report_batch_item_failures=True,
            bisect_batch_on_error=True,
            retry_attempts=10,
            on_failure=FailureQueue(self.failures),
            filters=[lambda_.FilterCriteria.filter(APPENDED_EVENTS)],
        )

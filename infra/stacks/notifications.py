"""The Notifications stack: what customers are told by mail, driven by the domain events on the bus."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from functions.notification.message import KINDS
from infra.bundles.assets import dependency_layer
from infra.parts.acknowledge import acknowledge
from infra.parts.actions import DELETE, GET, PUT, SEND_EMAIL, UPDATE
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import Function
from infra.settings import Settings
from infra.stacks.data import DataStack

SOURCE = "paidonce.orders"
TIMEOUT = Duration.seconds(30)
RETRIES = 2
RETRIED_FOR = Duration.hours(1)


class NotificationsStack(Stack):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        bus: events.IEventBus,
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: what customers are told by mail")
        self.failures = DeadLetters(self, "NotifyFailures")
        notify = self._notify(data, settings)
        self.failures.is_invoked_with(notify)
        target = targets.LambdaFunction(
            notify, retry_attempts=RETRIES, max_event_age=RETRIED_FOR, dead_letter_queue=self.failures
        )
        told = events.EventPattern(source=[SOURCE], detail_type=sorted(KINDS))
        events.Rule(
            self,
            "TellCustomers",
            event_bus=bus,
            event_pattern=told,
            targets=[target],
            enabled=_tells(settings),
        )

    def _notify(self, data: DataStack, settings: Settings) -> Function:
        notify = Function(
            self,
            "Notify",
            "functions.notification.on_order_events.handle",
            layer=dependency_layer(self),
            timeout=TIMEOUT,
            dead_letters=self.failures,
            traced=False,
            ORDERS_TABLE=data.orders.table_name,
            CARTS_TABLE=data.carts.table_name,
            IDEMPOTENCY_TABLE=data.idempotency.table_name,
            MAIL_SENDER=settings.mail_sender,
            OUTBOX_FOLDER=settings.outbox_folder,
        )
        notify.configure_async_invoke(retry_attempts=RETRIES, max_event_age=RETRIED_FOR)
        acknowledge(
            notify.node.find_child("EventInvokeConfig"),
            "Serverless-LambdaAsyncFailureDestination",
            "What fails three times goes to the function's dead-letter queue, with the event as it came. A "
            "destination beside it would keep each failure twice. tests/infra/test_dead_letters.py holds "
            "that whatever a rule calls has such a queue.",
        )
        notify.allow([GET], data.orders.table_arn)
        if _tells(settings):
            notify.allow([GET], data.carts.table_arn)
            notify.allow([PUT, UPDATE, DELETE], data.idempotency.table_arn)
        if settings.mail_sender:
            identity = self.format_arn(service="ses", resource="identity", resource_name=settings.mail_sender)
            notify.allow([SEND_EMAIL], identity)
        return notify


def _tells(settings: Settings) -> bool:
    """Where nothing can be sent, no event is paid for: the rule stands, switched off."""
    return bool(settings.mail_sender or settings.outbox_folder)

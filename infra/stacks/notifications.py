"""The Notifications stack: what customers are told by mail, driven by the domain events on the bus."""

from typing import Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from functions.notification.cancelled import INVITING
from functions.notification.message import KINDS
from functions.order.order import Reason
from infra.bundles.assets import dependency_layer
from infra.parts.acknowledge import acknowledge
from infra.parts.actions import DELETE, GET, PUT, READ_SECRET, SEND_EMAIL, SEND_MESSAGE, UPDATE
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import Function
from infra.parts.queues import WorkQueue
from infra.settings import Settings
from infra.stacks.data import DataStack

ORDERS, CONVERSATIONS = "paidonce.orders", "paidonce.conversations"
TIMEOUT = Duration.seconds(30)
RETRIES = 2
RETRIED_FOR = Duration.hours(1)
CANCELLED = "OrderCancelled"
ANSWERED = "ConversationAnswered"


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
        self._data, self._settings, self._bus = data, settings, bus
        self._layer = dependency_layer(self)
        self._tell_at_once()
        self._tell_later()

    def _tell_at_once(self) -> None:
        failures = DeadLetters(self, "NotifyFailures")
        notify = self._function("Notify", "functions.notification.on_order_events.handle", failures)
        failures.is_invoked_with(notify)
        notify.configure_async_invoke(retry_attempts=RETRIES, max_event_age=RETRIED_FOR)
        acknowledge(
            notify.node.find_child("EventInvokeConfig"),
            "Serverless-LambdaAsyncFailureDestination",
            "What fails three times goes to the function's dead-letter queue, with the event as it came. A "
            "destination beside it would keep each failure twice. tests/infra/test_dead_letters.py holds "
            "that whatever a rule calls has such a queue.",
        )
        target = targets.LambdaFunction(
            notify, retry_attempts=RETRIES, max_event_age=RETRIED_FOR, dead_letter_queue=failures
        )
        others = sorted(KINDS.keys() - {CANCELLED, ANSWERED})
        self._rule("TellCustomers", target, detail_type=others)
        self._rule("TellOfAnswer", target, source=CONVERSATIONS, detail_type=[ANSWERED])
        told = sorted(set(Reason) - INVITING)
        self._rule("TellOfEnd", target, detail_type=[CANCELLED], detail={"data": {"reason": told}})

    def _tell_later(self) -> None:
        """Who was declined is standing at the checkout, and most pay with another card at once."""
        queue = WorkQueue(
            self,
            "NoticesHeldBack",
            visible_after=Duration.seconds(6 * TIMEOUT.to_seconds()),  # as Lambda asks for
            tries=1 + RETRIES,
            held_back=Duration.seconds(self._settings.patience.second_card_seconds),
        )
        notify = self._function("FailedCheckouts", "functions.notification.on_failed_checkouts.handle")
        queue.feed(notify)
        # By its ARN alone: of a queue of the stack's own the CDK would let the rule ask more than it does.
        by_arn = sqs.Queue.from_queue_arn(self, "NoticesToHoldBack", queue.queue_arn)
        target = targets.SqsQueue(
            by_arn, retry_attempts=RETRIES, max_event_age=RETRIED_FOR, dead_letter_queue=queue.failures
        )
        held = {"data": {"reason": sorted(INVITING)}}
        rule = self._rule("TellLater", target, detail_type=[CANCELLED], detail=held)
        queue.add_to_resource_policy(
            iam.PolicyStatement(
                actions=[SEND_MESSAGE],
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                resources=[queue.queue_arn],
                conditions={"ArnEquals": {"aws:SourceArn": rule.rule_arn}},
            )
        )

    def _rule(
        self, construct_id: str, target: events.IRuleTarget, *, source: str = ORDERS, **pattern: Any
    ) -> events.Rule:
        return events.Rule(
            self,
            construct_id,
            event_bus=self._bus,
            event_pattern=events.EventPattern(source=[source], **pattern),
            targets=[target],
            enabled=_tells(self._settings),
        )

    def _function(self, name: str, handler: str, dead_letters: DeadLetters | None = None) -> Function:
        data, settings = self._data, self._settings
        function = Function(
            self,
            name,
            handler,
            layer=self._layer,
            timeout=TIMEOUT,
            dead_letters=dead_letters,
            traced=False,
            ORDERS_TABLE=data.orders.table_name,
            CARTS_TABLE=data.carts.table_name,
            CATALOG_TABLE=data.catalog.table_name,
            IDEMPOTENCY_TABLE=data.idempotency.table_name,
            MAIL_SENDER=settings.mail_sender,
            OUTBOX_FOLDER=settings.outbox_folder,
            SHOP_URL=settings.shop_url,
            SESSION_KEYS_SECRET=data.session_keys.secret_arn,
        )
        function.allow([GET], data.orders.table_arn)
        if _tells(settings):
            function.allow([GET], data.carts.table_arn, data.catalog.table_arn)  # the shop's own phrases
            if settings.shop_url:
                function.allow([READ_SECRET], data.session_keys.secret_arn)  # it signs the links in mails
            function.allow([PUT, UPDATE, DELETE], data.idempotency.table_arn)
        if settings.mail_sender:
            identity = self.format_arn(service="ses", resource="identity", resource_name=settings.mail_sender)
            function.allow([SEND_EMAIL], identity)
        return function


def _tells(settings: Settings) -> bool:
    """Where nothing can be sent, no event is paid for: the rule stands, switched off."""
    return bool(settings.mail_sender or settings.outbox_folder)

"""Queues that functions or warehouses work from, each with a dead-letter queue to redrive from."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.parts.acknowledge import acknowledge
from infra.parts.actions import CONSUME_MESSAGES
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import Function

KEPT = Duration.days(14)


class WorkQueue(sqs.Queue):
    """Encrypted, reached over TLS alone. What fails `tries` times goes to `failures`, kept for a person.
    `held_back`: nothing is delivered sooner."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        visible_after: Duration,
        tries: int,
        fifo: bool = False,
        held_back: Duration | None = None,
    ) -> None:
        in_order = True if fifo else None
        self.failures = DeadLetters(scope, f"{construct_id}Failures", fifo=fifo)
        super().__init__(
            scope,
            construct_id,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=KEPT,
            visibility_timeout=visible_after,
            delivery_delay=held_back,
            fifo=in_order,
            content_based_deduplication=in_order,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.failures, max_receive_count=tries),
        )
        self.failures.goes_back_to(self)

    def feed(self, function: Function, at_once: int = 10) -> None:
        """The function works from it: so many at a time, each failing alone. Lambda asks for these three
        actions; the CDK's own event source would grant more."""
        function.allow(CONSUME_MESSAGES, self.queue_arn)
        source = function.add_event_source_mapping(
            f"{self.node.id}Source",
            event_source_arn=self.queue_arn,
            batch_size=at_once,
            report_batch_item_failures=True,
        )
        acknowledge(
            source,
            "Serverless-LambdaEventSourceMappingDestination",
            "The source is a queue, and Lambda takes an on-failure destination for streams alone: a message "
            "that fails goes back to its queue, whose own redrive policy ends it after a few tries in the "
            "dead-letter queue beside it. tests/infra/test_fulfilment.py holds that each has one.",
        )

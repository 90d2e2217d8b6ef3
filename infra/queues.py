"""Queues that functions or warehouses work from, each with a dead-letter queue to redrive from."""

from aws_cdk import Duration
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

KEPT = Duration.days(14)


class WorkQueue(sqs.Queue):
    """Encrypted, reached over TLS alone. What fails `tries` times goes to `failures`, kept for a person."""

    def __init__(
        self, scope: Construct, construct_id: str, *, visible_after: Duration, tries: int, fifo: bool = False
    ) -> None:
        in_order = True if fifo else None
        self.failures = sqs.Queue(
            scope,
            f"{construct_id}Failures",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=KEPT,
            fifo=in_order,
        )
        super().__init__(
            scope,
            construct_id,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=KEPT,
            visibility_timeout=visible_after,
            fifo=in_order,
            content_based_deduplication=in_order,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.failures, max_receive_count=tries),
        )

    def source(self) -> sources.SqsEventSource:
        """For the function that works from it: ten at a time, each failing alone."""
        return sources.SqsEventSource(self, batch_size=10, report_batch_item_failures=True)

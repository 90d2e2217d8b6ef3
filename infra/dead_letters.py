"""Queues for what could not be worked on: the end of the line, kept for a person."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.acknowledge import acknowledge


class DeadLetters(sqs.Queue):
    """Encrypted, reached over TLS alone, kept for as long as SQS can."""

    def __init__(self, scope: Construct, construct_id: str, *, fifo: bool = False) -> None:
        super().__init__(
            scope,
            construct_id,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
            fifo=True if fifo else None,
        )
        acknowledge(
            self,
            "Serverless-SQSRedrivePolicy",
            "This queue is where failures end. Nothing consumes it by itself, so no message of it can fail "
            "and need a further queue; a person reads it and has its content worked on again (runbook).",
        )

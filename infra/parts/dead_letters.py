"""Queues for what could not be worked on: the end of the line, kept for a person.

Each says in an output of its stack (`<name>Redrive`) how its content is worked on again, which is what
`ops redrive-dead-letters` goes by: `queue URL SOURCE`, `function URL NAME` or `stream URL`.
"""

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.parts.acknowledge import acknowledge

REDRIVE = "Redrive"


class DeadLetters(sqs.Queue):
    """Encrypted, reached over TLS alone, kept for as long as SQS can. `kind`, and the `source` or `function`
    that it has been told: how its content is worked on again."""

    def __init__(self, scope: Construct, construct_id: str, *, fifo: bool = False) -> None:
        super().__init__(
            scope,
            construct_id,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
            fifo=True if fifo else None,
        )
        self.kind = ""
        self.source: sqs.IQueue | None = None
        self.function: lambda_.IFunction | None = None
        acknowledge(
            self,
            "Serverless-SQSRedrivePolicy",
            "This queue is where failures end. Nothing consumes it by itself, so no message of it can fail "
            "and need a further queue; a person reads it and has its content worked on again (runbook).",
        )

    def goes_back_to(self, source: sqs.IQueue) -> None:
        """Its messages are those of a queue: they are moved back there."""
        self.source = source
        self._redrive("queue", source.queue_url)

    def is_invoked_with(self, function: lambda_.IFunction) -> None:
        """Its messages are events that a function failed at, or that a rule could not deliver to it."""
        self.function = function
        self._redrive("function", function.function_name)

    def tells_of_stream_records(self) -> None:
        """Its messages only say which records of the Orders stream were given up."""
        self._redrive("stream")

    def _redrive(self, *how: str) -> None:
        kind, *target = how
        self.kind = kind
        value = " ".join((kind, self.queue_url, *target))
        CfnOutput(self.stack, f"{self.node.id}{REDRIVE}", value=value)

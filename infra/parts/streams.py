"""Where records of a stream go that a function was given up with."""

import jsii
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs


@jsii.implements(lambda_.IEventSourceDlq)
class FailureQueue:
    """Lambda needs to send there, which the stack allows; the CDK's own SqsDlq would grant more."""

    def __init__(self, queue: sqs.IQueue) -> None:
        self._queue = queue

    def bind(
        self, _target: lambda_.IEventSourceMapping, _handler: lambda_.IFunction
    ) -> lambda_.DlqDestinationConfig:
        return lambda_.DlqDestinationConfig(destination=self._queue.queue_arn)

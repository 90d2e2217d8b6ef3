"""The job that rotates the session keys: it looks every day, and adds one a month."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets

from infra.parts.actions import PUT, READ_SECRET, WRITE_SECRET
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import MakeFunction
from infra.stacks.data import DataStack

LOOKS_EVERY = Duration.days(1)
"""A day on which it fails is made good by the next."""


def add_key_rotation(stack: Stack, make: MakeFunction, data: DataStack) -> None:
    """Before the worker of jobs, which knows all dead-letter queues."""
    failures = DeadLetters(stack, "RotateKeysFailures")
    function = make(
        "RotateKeys",
        "functions.operations.job_rotate_keys.handle",
        timeout=Duration.seconds(30),
        dead_letters=failures,
        traced=False,
        JOURNAL_TABLE=data.journal.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    failures.is_invoked_with(function)
    function.allow([PUT], data.journal.table_arn)
    function.allow([READ_SECRET, WRITE_SECRET], data.session_keys.secret_arn)
    target = targets.LambdaFunction(
        function, retry_attempts=2, max_event_age=Duration.hours(1), dead_letter_queue=failures
    )
    every = events.Schedule.rate(LOOKS_EVERY)
    events.Rule(stack, "RotateKeysSchedule", schedule=every, targets=[target])

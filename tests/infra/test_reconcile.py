"""The reconcile job's schedule, and where what fails ends."""

import json

import pytest

from functions.recovery.job_reconcile import RESERVE_MILLIS
from harness.template import Template


@pytest.mark.parametrize(
    ("schedule", "rate", "event"),
    [
        ("ReconcileSchedule", "rate(1 hour)", {"short": True}),
        ("ReconcileAllSchedule", "rate(1 day)", {"short": False}),
    ],
)
def test_it_runs_on_schedule_and_what_cannot_be_delivered_is_kept(
    template: Template, schedule: str, rate: str, event: dict[str, bool]
) -> None:
    rule = template.rules[schedule]
    assert rule.properties["ScheduleExpression"] == rate
    (target,) = rule.properties["Targets"]
    assert json.loads(target["Input"]) == event
    assert target["RetryPolicy"] == {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 3600}
    assert target["DeadLetterConfig"]["Arn"].endswith(template.queues["ReconcileFailures"].name)


def test_a_run_that_fails_is_kept(template: Template) -> None:
    kept = template.functions["Reconcile"].properties["DeadLetterConfig"]["TargetArn"]
    assert kept.endswith(template.queues["ReconcileFailures"].name)


def test_it_has_time_left_for_the_second_look(template: Template) -> None:
    assert template.functions["Reconcile"].properties["Timeout"] * 1000 >= 2 * RESERVE_MILLIS
